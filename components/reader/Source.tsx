'use client';

import { Copy, Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Modal } from '@/components/ui/Modal';
import { sizeText } from '@/components/ui/sizes';
import { useCopying } from '@/components/ui/useCopying';
import { fileName } from '@/lib/mail/fileName';
import { revealed } from '@/lib/mail/letters';
import { rawMessage } from '@/lib/store/raw';
import type { MessageRecord } from '@/lib/store/schema';
import { save } from './save';

/** As much of the source as is shown; the file has all of it. */
const shownOctets = 1024 * 1024;

/** A message exactly as the server sent it, as text; what would turn its letters round is seen instead. */
export function Source({ record }: { record: MessageRecord }) {
  const t = useTranslations('reader');
  const locale = useLocale();
  const [text, setText] = useState<string | null>(null);
  const { copied, copy } = useCopying();
  useEffect(() => {
    let alive = true;
    rawMessage(record).then(
      (raw) => alive && setText(decode(raw.subarray(0, shownOctets))),
      () => alive && setText(''),
    );
    return () => {
      alive = false;
    };
  }, [record]);
  return (
    <>
      <div className="mb-3 flex flex-wrap items-center gap-3">
        <Button onClick={() => void saveOriginal(record)}>
          <Download aria-hidden />
          {t('saveOriginal')}
        </Button>
        <Button onClick={() => void copy(text ?? '')}>
          <Copy aria-hidden />
          {t('copyOriginal')}
        </Button>
        <p role="status" className="text-sm text-ink-2">
          {copied && t(copied)}
        </p>
        {record.size > shownOctets && (
          <p className="min-w-0 flex-1 text-sm text-ink-3">
            {t('originalCut', { shown: sizeText(shownOctets, locale), size: sizeText(record.size, locale) })}
          </p>
        )}
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={t('originalTitle')}
        className="focus-inside max-h-[60vh] min-h-40 overflow-auto rounded-xl border border-line bg-paper p-4"
      >
        <pre dir="ltr" className="font-mono text-xs leading-relaxed break-all whitespace-pre-wrap">
          {text && revealed(text)}
        </pre>
      </section>
    </>
  );
}

export function SourceDialog({ record, onClose }: { record: MessageRecord; onClose: () => void }) {
  const t = useTranslations('reader');
  return (
    <Modal wide title={t('originalTitle')} onClose={onClose}>
      <Source record={record} />
    </Modal>
  );
}

/** The message as a file, octet for octet. */
export async function saveOriginal(record: MessageRecord): Promise<void> {
  const name = record.envelope.subject.slice(0, 80).trim();
  save(
    await rawMessage(record),
    fileName(`${name || 'message'}.eml`.replaceAll(/[/\\]/g, '_'), 'message/rfc822'),
  );
}

/** UTF-8 where it is valid, else byte for byte, so that a broken message is seen as it is. */
function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}
