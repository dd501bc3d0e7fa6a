'use client';

import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { createPortal } from 'react-dom';

interface Hint {
  text: string;
  keys: string | undefined;
  target: DOMRect;
}

/** Shown after half a second, hidden after a tenth, so that the pointer can reach the tooltip (WCAG 1.4.13). */
const showMs = 500;
const hideMs = 100;

/**
 * Tooltips of all buttons that bear `data-hint`. They repeat the accessible name for the eye and say nothing else, so
 * they are hidden from screen readers. One for the page: a tooltip for each button would cost more than the buttons.
 */
export function HintLayer() {
  const [hint, setHint] = useState<Hint | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const later = (next: Hint | null, ms: number) => {
      clearTimeout(timer);
      timer = setTimeout(() => setHint(next), ms);
    };
    const meet = (event: Event, ms: number) => {
      if (!(event.target instanceof Element)) return;
      if (box.current?.contains(event.target)) return clearTimeout(timer);
      const target = event.target.closest<HTMLElement>('[data-hint]');
      const { hint: text, hintKeys: keys } = target?.dataset ?? {};
      if (target && text) later({ text, keys, target: target.getBoundingClientRect() }, ms);
      else later(null, hideMs);
    };
    const over = (event: PointerEvent) => {
      if (event.pointerType === 'mouse') meet(event, showMs);
    };
    const focus = (event: FocusEvent) => {
      if (event.target instanceof Element && event.target.matches(':focus-visible')) meet(event, showMs);
    };
    const hide = () => later(null, 0);
    const key = (event: KeyboardEvent) => event.key !== 'Shift' && hide();
    document.addEventListener('pointerover', over);
    document.addEventListener('focusin', focus);
    document.addEventListener('focusout', hide);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('keydown', key);
    document.documentElement.addEventListener('pointerleave', hide);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', over);
      document.removeEventListener('focusin', focus);
      document.removeEventListener('focusout', hide);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('keydown', key);
      document.documentElement.removeEventListener('pointerleave', hide);
    };
  }, []);

  useLayoutEffect(() => {
    if (!hint || !box.current) return;
    const { width, height } = box.current.getBoundingClientRect();
    const { left, right, top, bottom } = hint.target;
    const x = Math.min(innerWidth - width - 8, Math.max(8, (left + right - width) / 2));
    const y = bottom + 6 + height > innerHeight ? top - height - 6 : bottom + 6;
    box.current.style.transform = `translate(${Math.round(x)}px, ${Math.round(y)}px)`;
  }, [hint]);

  if (!hint) return null;
  return createPortal(
    <div ref={box} aria-hidden className="fixed top-0 left-0 z-50">
      <div className="flex animate-appear items-center gap-2 rounded-lg bg-ink px-2.5 py-1.5 text-xs text-paper shadow-menu">
        {hint.text}
        {hint.keys && (
          <kbd className="rounded border border-current/40 px-1 font-sans text-2xs">{hint.keys}</kbd>
        )}
      </div>
    </div>,
    document.body,
  );
}
