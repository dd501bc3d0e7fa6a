import { type InputHTMLAttributes, type ReactNode, useId } from 'react';
import { classes } from './classes';

interface Props extends Omit<InputHTMLAttributes<HTMLInputElement>, 'id'> {
  label: string;
  /** What is wrong and what to do; null when nothing is. */
  problem?: string | null;
  /** Stands inside the field at its end, such as "show password". */
  end?: ReactNode;
}

export const fieldBox = classes(
  'h-11 w-full rounded-[11px] border border-edge/60 bg-raised px-3.5 text-md text-ink placeholder:text-ink-3',
  'transition-[border-color,box-shadow] duration-100 hover:border-edge',
  'focus-visible:border-accent focus-visible:shadow-[0_0_0_3px_var(--soft)] focus-visible:outline-1 focus-visible:outline-offset-0',
  'aria-invalid:border-bad',
);

/** A labelled text field with its problem below. */
export function Field({ label, problem = null, end, className, ...rest }: Props) {
  const id = useId();
  return (
    <div className={className}>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {label}
      </label>
      <div className="relative">
        <input
          id={id}
          aria-invalid={problem !== null || undefined}
          aria-describedby={problem !== null ? `${id}-problem` : undefined}
          className={classes(fieldBox, end !== undefined && 'pe-12')}
          {...rest}
        />
        {end !== undefined && <div className="absolute inset-y-0 end-1 grid place-items-center">{end}</div>}
      </div>
      {problem !== null && (
        <p id={`${id}-problem`} className="mt-1.5 text-sm text-bad">
          {problem}
        </p>
      )}
    </div>
  );
}
