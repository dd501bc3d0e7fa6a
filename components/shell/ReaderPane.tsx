'use client';

import dynamic from 'next/dynamic';
import { useTranslations } from 'next-intl';
import { useRef } from 'react';
import type { ReaderProps } from '@/components/reader/Reader';
import { useKeySwitch } from '@/components/settings/keys';
import { phoneWidth, useMedia } from '@/components/settings/theme';
import { Button } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';
import type { MessageRecord } from '@/lib/store/schema';
import { inTurn } from './optional';
import { navigate } from './useRoute';

/** The reader and what it needs (DOMPurify, addresses in text) come when the first message is opened. */
const Reader = dynamic(
  () =>
    import('@/components/reader/ReaderWithTexts').then(
      ({ ReaderWithTexts }) => ReaderWithTexts,
      // List and status stay: the server is gone, and no message was ever opened here.
      () => ReaderMissing,
    ),
  { ssr: false, loading: () => <ReaderSkeleton /> },
);

/** So that the first message opens at once, and opens without a connection, too. */
export const prepareReader = () =>
  void Promise.all([
    inTurn(() => import('@/components/reader/ReaderWithTexts')),
    inTurn(() => import('@/components/reader/sanitise')).then(({ loadPurifier }) => loadPurifier()),
  ]).catch(() => {});

interface Props extends Omit<ReaderProps, 'record' | 'closed'> {
  /** Null: not on this device. Undefined: not known yet. */
  record: MessageRecord | null | undefined;
  open: boolean;
}

export function ReaderPane({ record, open, ...rest }: Props) {
  const t = useTranslations('readerPane');
  const fine = useMedia('(hover: hover)');
  const [keys] = useKeySwitch();
  const phone = useMedia(phoneWidth);
  // On a phone the reader stays behind the list, and need not be made for the next message.
  const last = useRef<MessageRecord | null>(null);
  if (open) last.current = record ?? null;
  const waiting = phone && !open && rest.accounts.some(({ id }) => id === last.current?.account);
  if (waiting && last.current) return <Reader record={last.current} closed {...rest} />;
  if (!open) {
    const text = fine && keys === 'on' ? 'emptyText' : 'emptyTextTouch';
    return <EmptyState title={t('emptyTitle')} text={t(text)} />;
  }
  if (record === undefined) return <ReaderSkeleton />;
  if (record === null) {
    return (
      <EmptyState title={t('missingTitle')} text={t('missingText')}>
        <Button onClick={() => navigate({})}>{t('toInbox')}</Button>
      </EmptyState>
    );
  }
  return <Reader record={record} closed={false} {...rest} />;
}

function ReaderMissing() {
  const t = useTranslations();
  return (
    <EmptyState title={t('readerPane.failedTitle')} text={t('readerPane.failedText')}>
      <Button onClick={() => location.reload()}>{t('app.reload')}</Button>
    </EmptyState>
  );
}

function ReaderSkeleton() {
  const t = useTranslations('readerPane');
  return (
    <div
      role="progressbar"
      aria-label={t('loading')}
      className="grid max-w-[54rem] gap-4 px-8.5 pt-19 max-sm:px-4"
    >
      <div className="skeleton h-6 w-3/5" />
      <div className="flex items-center gap-3.5">
        <div className="skeleton size-11 rounded-full" />
        <div className="grid flex-1 gap-2">
          <div className="skeleton h-3.5 w-2/5" />
          <div className="skeleton h-3.5 w-1/4" />
        </div>
      </div>
    </div>
  );
}
