'use client';

import { type RefObject, useCallback, useRef } from 'react';
import { useSteady } from '@/components/shell/useSteady';

/** How each open dialog is closed. */
const closing = new WeakMap<Element, () => void>();

/**
 * Escape closes what is on top, and nothing else. The dialogs’ library asks when it draws which layer is on top, so a
 * dialog that was just opened over another one lets Escape through to the lower, and both are gone
 * (radix-ui/primitives, issue 4143). Here it is asked in the moment of the press.
 *
 * @param onClose closes the dialog
 * @returns `own`, which `Dialog.Content` is to be given, and its element
 */
export function useOwnEscape(onClose: () => void): {
  content: RefObject<HTMLDivElement | null>;
  own: { ref: (element: HTMLDivElement | null) => void; onEscapeKeyDown: (event: KeyboardEvent) => void };
} {
  const content = useRef<HTMLDivElement>(null);
  const close = useSteady(onClose);
  const ref = useCallback(
    (element: HTMLDivElement | null) => {
      content.current = element;
      if (element) closing.set(element, close);
    },
    [close],
  );
  const onEscapeKeyDown = (event: KeyboardEvent) => {
    const upper = content.current && topAbove(content.current);
    if (!upper) return;
    event.preventDefault();
    // A menu hears of the next press.
    closing.get(upper)?.();
  };
  return { content, own: { ref, onEscapeKeyDown } };
}

/** What opens goes to the end of the document: above is what comes after. */
const topAbove = (own: HTMLElement) =>
  [...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"]')].findLast(
    (other) => own.compareDocumentPosition(other) === Node.DOCUMENT_POSITION_FOLLOWING,
  );
