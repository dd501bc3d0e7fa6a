import { type ReactNode, useId } from 'react';

/** A part of a section of the settings: heading, a sentence where it needs one, and its controls. */
export function Group({ title, text, children }: { title: string; text?: ReactNode; children?: ReactNode }) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className="not-first:mt-7 not-first:border-t not-first:border-line not-first:pt-6"
    >
      <h4 id={id} className="text-md font-semibold tracking-tight">
        {title}
      </h4>
      {text && <p className="mt-0.5 max-w-150 text-sm text-pretty text-ink-3">{text}</p>}
      {children && <div className="mt-3">{children}</div>}
    </section>
  );
}
