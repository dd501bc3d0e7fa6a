'use client';

import { type RefObject, useCallback, useRef } from 'react';
import { useSteady } from '@/components/shell/useSteady';

/** Of each dialog that was opened: how it is closed, and what had the focus before it. */
const layers = new WeakMap<Element, { close: () => void; before: HTMLElement | null }>();

/**
 * What makes a dialog one of several layers.
 *
 * Escape closes what is on top, and nothing else. The dialogs’ library asks when it draws which layer is on top, so a
 * dialog that was just opened over another one lets Escape through to the lower, and both are gone
 * (radix-ui/primitives, issue 4143). Here it is asked in the moment of the press.
 *
 * When it closes, the focus goes back to where it was: the library knows of buttons that open dialogs, and these here
 * are opened by keys, menus and addresses as well.
 *
 * @param onClose closes the dialog
 * @returns `own`, which `Dialog.Content` is to be given, and its element
 */
export function useLayer(onClose: () => void): {
  content: RefObject<HTMLDivElement | null>;
  own: {
    ref: (element: HTMLDivElement | null) => void;
    onEscapeKeyDown: (event: KeyboardEvent) => void;
    onCloseAutoFocus: (event: Event) => void;
  };
} {
  const content = useRef<HTMLDivElement>(null);
  const before = useRef<HTMLElement | null>(null);
  before.current ??= focused();
  const close = useSteady(onClose);
  const ref = useCallback(
    (element: HTMLDivElement | null) => {
      content.current = element;
      if (element) layers.set(element, { close, before: before.current });
    },
    [close],
  );
  const onEscapeKeyDown = (event: KeyboardEvent) => {
    const upper = content.current && topAbove(content.current);
    if (!upper) return;
    event.preventDefault();
    // A menu hears of the next press.
    layers.get(upper)?.close();
  };
  const onCloseAutoFocus = (event: Event) => {
    event.preventDefault();
    // What was done there may have moved the focus on.
    if (document.activeElement !== document.body) return;
    let target = before.current;
    // It was in a dialog that made room for this one.
    while (target && !target.isConnected) target = beforeDialogOf(target);
    target?.focus({ preventScroll: true });
  };
  return { content, own: { ref, onEscapeKeyDown, onCloseAutoFocus } };
}

function beforeDialogOf(element: HTMLElement): HTMLElement | null {
  const dialog = element.closest('[role="dialog"], [role="alertdialog"]');
  return (dialog && layers.get(dialog)?.before) ?? null;
}

/** What opens goes to the end of the document: above is what comes after. */
const topAbove = (own: HTMLElement) =>
  [...document.querySelectorAll('[role="dialog"], [role="alertdialog"], [role="menu"]')].findLast(
    (other) => own.compareDocumentPosition(other) === Node.DOCUMENT_POSITION_FOLLOWING,
  );

/** What has the focus: of a menu, which is about to go, the button that opened it. */
function focused(): HTMLElement | null {
  const active = document.activeElement;
  const menu = active?.closest('[role="menu"]')?.getAttribute('aria-labelledby');
  const element = menu ? document.getElementById(menu) : active;
  return element instanceof HTMLElement ? element : null;
}
