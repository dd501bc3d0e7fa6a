'use client';

import { ArrowLeft } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Component, type ReactNode } from 'react';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/IconButton';
import { Technical } from '@/components/ui/Technical';
import type { MessageRecord } from '@/lib/store/schema';
import { Source } from './Source';

interface Props {
  record: MessageRecord;
  /** Back to the list, on a phone; where the buttons above the message are gone with it. */
  onBack?: () => void;
  children: ReactNode;
}

interface State {
  error: Error | null;
  /** The message that it came up with: the next one is tried anew. */
  of: number;
}

/**
 * Keeps an error inside of the view of one message: whatever a stranger found out to send, the list stays, and the source
 * of the message stands in its place.
 */
export class MessageBoundary extends Component<Props, State> {
  override state: State = { error: null, of: this.props.record.id };

  static getDerivedStateFromProps({ record }: Props, { of }: State): State | null {
    return record.id === of ? null : { error: null, of: record.id };
  }

  static getDerivedStateFromError(error: unknown): Pick<State, 'error'> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    const { error } = this.state;
    const { record, onBack, children } = this.props;
    return error ? <Failed error={error} record={record} onBack={onBack} /> : children;
  }
}

/** Nothing around it scrolls. */
const alone = 'h-full overflow-y-auto';

function Failed({
  error,
  record,
  onBack,
}: Pick<Props, 'record'> & { error: Error; onBack: Props['onBack'] }) {
  const t = useTranslations();
  return (
    <article
      aria-label={t('reader.title')}
      className={classes('w-full max-w-[54rem] px-8.5 py-5.5 max-lg:px-6 max-sm:px-4', onBack && alone)}
    >
      {onBack && (
        <IconButton label={t('app.back')} keys="U" onClick={onBack} className="mb-2 sm:hidden">
          <ArrowLeft aria-hidden className="rtl:rotate-180" />
        </IconButton>
      )}
      <h2 dir="auto" className="mb-3.5 text-xl font-bold text-shy">
        {record.envelope.subject || t('list.noSubject')}
      </h2>
      <div className="mb-5 rounded-xl bg-warn-soft px-4 py-3">
        <p className="font-semibold text-warn">{t('reader.failedView')}</p>
        <p className="text-sm text-pretty text-ink-2">{t('reader.failedViewText')}</p>
        <Technical>{`${error.name}: ${error.message}`}</Technical>
      </div>
      <Source record={record} />
    </article>
  );
}
