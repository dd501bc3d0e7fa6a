'use client';

import './pdf.css';
import { useTranslations } from 'next-intl';
import { type CSSProperties, useEffect, useRef, useState } from 'react';
import type { PdfDocument, PdfPage } from '@/lib/mail/openPdf';
import { drawPage } from './pdf';

/** Around a page, px. */
const margin = 12;
/** Each page has its place; a small file can name a page a hundred thousand times. */
export const mostPages = 1_000;

/** The pages below one another, up to `mostPages`, each with its place; drawn are those that are near to being seen. */
export function PdfPages({ pdf, width }: { pdf: PdfDocument; width: number }) {
  const [first, setFirst] = useState<PdfPage | null>(null);
  useEffect(() => {
    let alive = true;
    pdf.getPage(1).then(
      (page) => alive && setFirst(page),
      () => {},
    );
    return () => {
      alive = false;
    };
  }, [pdf]);
  if (!first) return null;
  const { width: wide, height: high } = first.getViewport({ scale: 1 });
  return (
    <ol className="w-max">
      {Array.from({ length: Math.min(pdf.numPages, mostPages) }, (_, index) => (
        <Sheet key={index} pdf={pdf} number={index + 1} width={width - 2 * margin} ratio={high / wide} />
      ))}
    </ol>
  );
}

interface SheetProps {
  pdf: PdfDocument;
  /** From 1 on. */
  number: number;
  width: number;
  /** Height by width, as most pages of the document have it. */
  ratio: number;
}

function Sheet({ pdf, number, width, ratio }: SheetProps) {
  const t = useTranslations('attachments');
  const place = useRef<HTMLLIElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const words = useRef<HTMLDivElement>(null);
  const [near, setNear] = useState(false);
  const [page, setPage] = useState<PdfPage | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting ?? false), {
      root: element.closest('section'),
      rootMargin: '75%',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  useEffect(() => {
    if (!near) return;
    let alive = true;
    pdf.getPage(number).then(
      (found) => alive && setPage(found),
      () => alive && setFailed(true),
    );
    return () => {
      alive = false;
    };
  }, [pdf, number, near]);
  const own = page?.getViewport({ scale: 1 });
  const scale = width / (own?.width ?? width);
  useEffect(() => {
    if (!near || !page || !canvas.current || !words.current) return;
    let alive = true;
    const drawn = drawPage(page, scale, canvas.current, words.current);
    drawn.done.then(
      () => {},
      (error: unknown) => {
        if (alive && !(error instanceof Error && error.name === 'RenderingCancelledException'))
          setFailed(true);
      },
    );
    return () => {
      alive = false;
      drawn.cancel();
    };
  }, [near, page, scale]);
  const style = {
    width,
    height: Math.round(width * (own ? own.height / own.width : ratio)),
    margin,
    '--total-scale-factor': scale,
  } as CSSProperties;
  return (
    <li ref={place} style={style} className="relative bg-white shadow-sm">
      {near && <canvas ref={canvas} role="img" aria-label={t('page', { number })} className="size-full" />}
      {near && <div ref={words} className="pdf-words" />}
      {failed && <p className="absolute inset-x-4 top-4 text-[#565b64]">{t('pageBroken')}</p>}
    </li>
  );
}
