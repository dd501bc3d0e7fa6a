import { FileWarning } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Button } from '@/components/ui/Button';
import { Technical } from '@/components/ui/Technical';
import type { OpenedMessage } from '@/lib/mail/types';
import type { MessageRecord } from '@/lib/store/schema';
import { HeavyBody } from './HeavyBody';
import { HtmlBody } from './HtmlBody';
import type { Link } from './linkOf';
import { PlainLinks } from './PlainLinks';
import { Source } from './Source';
import { TextBody } from './TextBody';
import type { Opened } from './useOpened';

interface Props {
  record: MessageRecord;
  opened: Opened;
  onRetry: () => void;
  onOriginal: () => void;
  /** Lays a heavy message out. */
  onLayout: () => Promise<void>;
  /** True: a link that was pressed is asked about first. */
  asks: (link: Link) => boolean;
  /** Whose mail it is, for the choice of its colours. */
  sender: string;
}

/** The message itself, in whichever state it is. */
export function Body({ record, opened, onRetry, onOriginal, onLayout, asks, sender }: Props) {
  const t = useTranslations('reader');
  const app = useTranslations('app');
  const pane = useTranslations('readerPane');
  switch (opened.state) {
    case 'opening':
      return <BodySkeleton />;
    case 'source':
      return (
        <>
          <Warning title={t(opened.reason === 'slow' ? 'slowTitle' : 'brokenTitle')} text={t('brokenText')} />
          <div className="mt-5">
            <Source record={record} />
          </div>
        </>
      );
    case 'damaged':
      return (
        <Warning title={t('damagedTitle')} text={t('damagedText')}>
          <Technical>{`${opened.error.name}: ${opened.error.message}`}</Technical>
        </Warning>
      );
    case 'failed':
      return (
        <Warning title={pane('failedTitle')} text={pane('failedText')}>
          <div className="my-2.5 flex flex-wrap gap-2.5">
            <Button kind="primary" onClick={onRetry}>
              {app('tryAgain')}
            </Button>
            <Button onClick={onOriginal}>{t('showOriginal')}</Button>
          </div>
          <Technical>{`${opened.error.name}: ${opened.error.message}`}</Technical>
        </Warning>
      );
    case 'heavy':
      return (
        <PlainLinks asks={asks}>
          <HeavyBody html={opened.html} message={opened.message} onShow={onLayout} />
        </PlainLinks>
      );
    case 'ready':
      if (opened.html) return <HtmlBody message={opened.html} asks={asks} sender={sender} />;
      return (
        <PlainLinks asks={asks}>
          <PlainBody message={opened.message} />
        </PlainLinks>
      );
  }
}

function PlainBody({ message }: { message: OpenedMessage }) {
  const t = useTranslations('reader');
  if (!message.text?.trim()) {
    // What was written stands in the messages inside of it.
    return message.letters ? null : <p className="text-ink-3 italic">{t('noBody')}</p>;
  }
  return (
    <>
      {message.broken && <p className="mb-3 text-sm text-ink-3 italic">{t('bare')}</p>}
      <TextBody text={message.text} />
    </>
  );
}

function Warning({ title, text, children }: { title: string; text: string; children?: React.ReactNode }) {
  return (
    <div className="flex gap-3 rounded-xl bg-warn-soft px-4 py-3">
      <FileWarning aria-hidden className="mt-0.5 size-5 shrink-0 text-warn" />
      <div className="min-w-0">
        <p className="font-semibold text-warn">{title}</p>
        <p className="text-sm text-pretty text-ink-2">{text}</p>
        {children}
      </div>
    </div>
  );
}

export function BodySkeleton() {
  const t = useTranslations('readerPane');
  return (
    <div role="progressbar" aria-label={t('loading')} className="grid gap-3 pt-1">
      {['w-2/5', 'w-full', 'w-11/12', 'w-4/5', 'w-3/5'].map((width) => (
        <div key={width} className={`skeleton h-4 ${width}`} />
      ))}
    </div>
  );
}
