'use client';

import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { fieldBox } from '@/components/ui/Field';

interface Props {
  label: string;
  text: string;
  onText: (text: string) => void;
  children: ReactNode;
}

/** A field that narrows a list of buttons below it; the arrow keys go between them, Enter presses the first. */
export function Filtered({ label, text, onText, children }: Props) {
  const id = useId();
  const box = useRef<HTMLDivElement>(null);
  const press = (event: KeyboardEvent) => {
    const buttons = [...(box.current?.querySelectorAll<HTMLElement>('[data-option]') ?? [])];
    const at = buttons.indexOf(document.activeElement as HTMLElement);
    const field = box.current?.querySelector('input');
    if (event.key === 'Enter' && at < 0) {
      event.preventDefault();
      buttons[0]?.click();
    } else if (event.key === 'ArrowDown') {
      event.preventDefault();
      buttons[Math.min(at + 1, buttons.length - 1)]?.focus();
    } else if (event.key === 'ArrowUp' && at >= 0) {
      event.preventDefault();
      (buttons[at - 1] ?? field)?.focus();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys go between the field and the buttons inside
    <div ref={box} onKeyDown={press}>
      <label htmlFor={id} className="sr-only">
        {label}
      </label>
      <input
        id={id}
        data-first
        type="text"
        autoComplete="off"
        value={text}
        placeholder={label}
        maxLength={100}
        onChange={(event) => onText(event.target.value)}
        className={fieldBox}
      />
      <ul className="mt-2 -mx-2 max-h-80 overflow-y-auto">{children}</ul>
    </div>
  );
}

export const option =
  'focus-inside flex min-h-9 w-full items-center gap-2.5 rounded-lg px-2.5 py-1.5 text-start hover:bg-hover pointer-coarse:min-h-11 [&>svg]:size-4.5 [&>svg]:shrink-0 [&>svg]:text-ink-3';
