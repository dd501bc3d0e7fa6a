import { type ReactNode, useId } from 'react';

/** A switch with its words and, below them, what it means. */
export function Check({
  label,
  checked,
  invalid = false,
  onChange,
  children,
}: {
  label: string;
  checked: boolean;
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
        aria-invalid={invalid || undefined}
        aria-describedby={children ? `${id}-text` : undefined}
        onChange={(event) => onChange(event.target.checked)}
        className="mt-0.5 size-4.5 accent-accent pointer-coarse:size-6"
      />
      <label htmlFor={id} className="font-semibold max-sm:min-h-6">
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
