import { FileWarning } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { Technical } from '@/components/ui/Technical';
import type { MessageRecord } from '@/lib/store/schema';
import { HtmlBody } from './HtmlBody';
import { Source } from './Source';
import { TextBody } from './TextBody';
import type { Opened } from './useOpened';

/** The message itself, in whichever state it is. */
export function Body({ record, opened }: { record: MessageRecord; opened: Opened }) {
  const t = useTranslations('reader');
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
    case 'ready': {
      const { html, htmlTooBig, message } = opened;
      if (html) return <HtmlBody message={html} />;
      const contentType = message.headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value;
      return (
        <>
          {htmlTooBig && <p className="mb-4 text-sm text-ink-3">{t('bigHtml')}</p>}
          {message.text?.trim() ? (
            <TextBody text={message.text} contentType={contentType} />
          ) : htmlTooBig ? (
            <Source record={record} />
          ) : (
            <p className="text-ink-3 italic">{t('noBody')}</p>
          )}
        </>
      );
    }
  }
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
  const t = useTranslations('reader');
  return (
    <div role="progressbar" aria-label={t('loading')} className="grid gap-3 pt-1">
      {['w-2/5', 'w-full', 'w-11/12', 'w-4/5', 'w-3/5'].map((width) => (
        <div key={width} className={`skeleton h-4 ${width}`} />
      ))}
    </div>
  );
}
