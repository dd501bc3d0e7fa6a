'use client';

import { createContext, useContext, useEffect, useMemo, useRef } from 'react';
import { useKeySwitch } from '@/components/settings/keys';
import { type Command, commandFor } from './keymap';

type Handlers = Partial<Record<Command, () => void>>;

/** Takes a key event from anywhere: also from the frame of a message, whose events don't reach the page. */
export type KeyListener = (event: KeyboardEvent) => void;

const KeysContext = createContext<KeyListener>(() => {});
export const KeysProvider = KeysContext.Provider;
export const useKeyListener = () => useContext(KeysContext);

/**
 * Runs the command of each key press. While a dialog or a menu is open, keys are theirs.
 *
 * @param opening a dialog was asked for, whose code may still be on its way: what is typed is meant for it, and no command
 */
export function useKeys(handlers: Handlers, opening: boolean): KeyListener {
  const current = useRef(handlers);
  current.current = handlers;
  const held = useRef(opening);
  held.current = opening;
  const [keys] = useKeySwitch();
  const characters = useRef(true);
  characters.current = keys === 'on';
  const listener = useMemo<KeyListener>(
    () => (event) => {
      if (event.defaultPrevented || event.isComposing || held.current) return;
      if (document.querySelector('[role="dialog"], [role="alertdialog"], [role="menu"]')) return;
      if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key === 'k') {
        event.preventDefault();
        current.current.palette?.();
        return;
      }
      // The target may belong to the frame's window: instanceof would say no.
      const target = event.target as Partial<HTMLElement> | null;
      const press = {
        key: event.key,
        shift: event.shiftKey,
        modified: event.ctrlKey || event.metaKey || event.altKey,
        tag: target?.tagName?.toLowerCase() ?? '',
        editable: target?.isContentEditable ?? false,
      };
      const command = commandFor(press, characters.current);
      const run = command && current.current[command];
      if (!run) return;
      event.preventDefault();
      run();
    },
    [],
  );
  useEffect(() => {
    addEventListener('keydown', listener);
    return () => removeEventListener('keydown', listener);
  }, [listener]);
  return listener;
}
