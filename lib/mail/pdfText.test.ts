import { afterEach, expect, test, vi } from 'vitest';
import { openPdfHere, pdfOf } from '@/e2e/support/pdf';
import { pdfText } from './pdfText';

afterEach(() => {
  vi.useRealTimers();
});

test('the words of the first pages, and not of all', async () => {
  const pages = Array.from({ length: 9 }, (_, index) => `Dear friend, page ${index}`);
  const text = await pdfText(openPdfHere(pdfOf(...pages)));
  expect(text.trim().split(/\n+/)).toEqual(pages.slice(0, 5));
});

test('what is no document, or ends early, has no words', async () => {
  const whole = pdfOf('Dear friend');
  expect(await pdfText(openPdfHere(new TextEncoder().encode('(Dear) Tj')))).toBe('');
  expect(await pdfText(openPdfHere(whole.slice(0, 60)))).toBe('');
});

test('what takes for ever is let go', async () => {
  vi.useFakeTimers();
  const close = vi.fn();
  const text = pdfText({ document: new Promise(() => {}), close });
  await vi.advanceTimersByTimeAsync(3_000);
  expect(await text).toBe('');
  expect(close).toHaveBeenCalledOnce();
});
