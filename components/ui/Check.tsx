import { type ReactNode, useId } from 'react';
import { classes } from './classes';

/** A box to tick with its words and, below them, what it means. Words that stand alone are 44 px high under a finger (WCAG 2.5.5). */
export function Check({
  label,
  checked,
  strong = false,
  disabled = false,
  invalid = false,
  onChange,
  children,
}: {
  label: string;
  checked: boolean;
  /** The words in bold: where long explanations follow. */
  strong?: boolean;
  disabled?: boolean;
  invalid?: boolean;
  onChange: (checked: boolean) => void;
  children?: ReactNode;
}) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] gap-x-2.5">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-invalid={invalid || undefined}
        aria-describedby={children ? `${id}-text` : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4.5 cursor-pointer self-start accent-accent pointer-coarse:size-6"
      />
      <label
        htmlFor={id}
        className={classes(
          'cursor-pointer',
          children ? 'pointer-coarse:min-h-6' : 'min-h-7 pointer-coarse:min-h-11',
          strong && 'font-semibold',
        )}
      >
        {label}
      </label>
      {children && (
        <p id={`${id}-text`} className="col-start-2 text-sm text-pretty text-ink-3">
          {children}
        </p>
      )}
    </div>
  );
}
