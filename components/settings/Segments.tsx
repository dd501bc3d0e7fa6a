'use client';

import { type ReactNode, useId } from 'react';

/** One of a few, side by side: radio buttons that look like one control. `label` names the group. */
export function Segments<Value extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: Value;
  options: readonly { value: Value; label: string; icon?: ReactNode }[];
  onChange: (value: Value) => void;
}) {
  const name = useId();
  return (
    <fieldset className="inline-flex max-w-full flex-wrap gap-1 rounded-xl border border-line bg-paper p-1">
      <legend className="sr-only">{label}</legend>
      {options.map((option) => (
        <label
          key={option.value}
          className="flex min-h-8.5 cursor-pointer items-center gap-2 rounded-lg px-3 text-ink-2 transition-colors duration-100 hover:text-ink has-checked:bg-raised has-checked:font-semibold has-checked:text-accent has-checked:shadow-[0_1px_2px_var(--shade)] has-focus-visible:outline-2 has-focus-visible:outline-accent max-sm:min-h-11 pointer-coarse:min-h-11 forced-colors:has-checked:outline-2 [&_svg]:size-4.5"
        >
          <input
            type="radio"
            name={name}
            value={option.value}
            checked={value === option.value}
            onChange={() => onChange(option.value)}
            className="sr-only"
          />
          {option.icon}
          {option.label}
        </label>
      ))}
    </fieldset>
  );
}
