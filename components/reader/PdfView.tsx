'use client';

import { Minus, Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { IconButton } from '@/components/ui/IconButton';
import { openPdf, type PdfDocument, PdfFailure, type PdfTrouble } from '@/lib/mail/openPdf';
import { mostPages, PdfPages } from './PdfPages';

interface Props {
  name: string;
  bytes: Uint8Array;
}

type Shown = { state: 'loading' } | { state: 'ready'; pdf: PdfDocument } | { state: PdfTrouble | 'failed' };

/** How much larger than the width that there is. */
const zooms = [1, 1.5, 2, 3] as const;

/** A PDF document, drawn page by page as it is scrolled. */
export function PdfView({ name, bytes }: Props) {
  const t = useTranslations('attachments');
  const [shown, setShown] = useState<Shown>({ state: 'loading' });
  const [zoom, setZoom] = useState(0);
  const section = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    let alive = true;
    const { document, close } = openPdf(bytes, process.env.NEXT_PUBLIC_PDF_WORKER ?? '');
    document.then(
      (pdf) => alive && setShown({ state: 'ready', pdf }),
      (error: unknown) =>
        alive && setShown({ state: error instanceof PdfFailure ? error.trouble : 'failed' }),
    );
    return () => {
      alive = false;
      close();
    };
  }, [bytes]);
  const ready = shown.state === 'ready';
  useEffect(() => {
    const element = section.current;
    if (!ready || !element) return;
    const observer = new ResizeObserver(() => setWidth(element.clientWidth));
    observer.observe(element);
    return () => observer.disconnect();
  }, [ready]);
  if (shown.state === 'loading') return <p className="text-ink-2">{t('pdfLoading')}</p>;
  if (shown.state !== 'ready') return <p className="text-ink-2">{t(`pdf.${shown.state}`)}</p>;
  return (
    <>
      <div className="mb-2 flex items-center gap-1 text-sm text-ink-2">
        <p className="flex-1 tabular-nums">
          {t('pages', { count: shown.pdf.numPages })}
          {shown.pdf.numPages > mostPages && ` · ${t('cut')}`}
        </p>
        <IconButton label={t('smaller')} disabled={zoom === 0} onClick={() => setZoom(zoom - 1)}>
          <Minus aria-hidden />
        </IconButton>
        <IconButton
          label={t('larger')}
          disabled={zoom === zooms.length - 1}
          onClick={() => setZoom(zoom + 1)}
        >
          <Plus aria-hidden />
        </IconButton>
      </div>
      <section
        ref={section}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        aria-label={name}
        className="focus-inside relative h-[64vh] min-h-40 overflow-auto rounded-xl border border-line bg-paper"
      >
        {width > 0 && <PdfPages pdf={shown.pdf} width={width * (zooms[zoom] ?? 1)} />}
      </section>
    </>
  );
}
