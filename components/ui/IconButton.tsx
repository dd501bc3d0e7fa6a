import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';
import { classes } from './classes';

interface Props extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'aria-label'> {
  /** Its accessible name and its tooltip. */
  label: string;
  /** The key that does the same, shown in the tooltip. */
  keys?: string;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

/** A button that is only an icon: never without a name. 32 px with a mouse, 44 px under a finger. */
export function IconButton({ label, keys, className, children, ref, ...rest }: Props) {
  return (
    <button
      ref={ref}
      type="button"
      aria-label={label}
      // Read by HintLayer, one for the whole page.
      data-hint={label}
      data-hint-keys={keys}
      className={classes(iconButton, className)}
      {...rest}
    >
      {children}
    </button>
  );
}

export const iconButton = classes(
  'grid size-8 shrink-0 place-items-center rounded-lg text-ink-2 transition-colors duration-100',
  'hover:bg-hover hover:text-ink disabled:opacity-35 disabled:hover:bg-transparent aria-expanded:bg-hover',
  'max-sm:size-11 pointer-coarse:size-11 [&_svg]:size-4.5',
);
