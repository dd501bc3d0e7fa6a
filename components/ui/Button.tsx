import type { ButtonHTMLAttributes, ReactNode } from 'react';
import { classes } from './classes';

export type ButtonKind = 'primary' | 'outline' | 'quiet' | 'danger';

const kinds: Record<ButtonKind, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong shadow-[0_1px_2px_var(--shade)]',
  outline: 'border border-line bg-surface text-ink hover:bg-hover hover:border-edge',
  quiet: 'text-accent hover:bg-soft',
  danger: 'bg-bad text-raised hover:opacity-90',
};

interface Props extends ButtonHTMLAttributes<HTMLButtonElement> {
  kind?: ButtonKind;
  /** Says that it works and takes no second press, without losing the focus. */
  busy?: boolean;
  /** The focus goes here when its dialog opens. */
  'data-first'?: boolean;
  children: ReactNode;
}

export function Button({ kind = 'outline', busy = false, className, children, onClick, ...rest }: Props) {
  return (
    <button
      type="button"
      aria-busy={busy || undefined}
      aria-disabled={busy || undefined}
      onClick={busy ? (event) => event.preventDefault() : onClick}
      className={classes(
        'inline-flex h-9.5 items-center justify-center gap-2 rounded-[10px] px-3.5 font-semibold whitespace-nowrap',
        'transition-colors duration-100 select-none disabled:opacity-50 aria-disabled:opacity-70',
        'max-sm:h-11 pointer-coarse:h-11 [&_svg]:size-4.5 [&_svg]:shrink-0',
        kinds[kind],
        className,
      )}
      {...rest}
    >
      {children}
    </button>
  );
}
