import type { ReactNode } from 'react';

/** What an empty place says: what is so, and what to do next. The envelope bears the airmail border. */
export function EmptyState({
  title,
  text,
  children,
}: {
  title: string;
  text?: string;
  children?: ReactNode;
}) {
  return (
    <div className="grid h-full animate-late place-content-center justify-items-center gap-1 p-8 text-center">
      <Envelope />
      <p className="mt-5 text-lg font-bold tracking-tight">{title}</p>
      {text && <p className="max-w-72 text-pretty text-ink-3">{text}</p>}
      {children && <div className="mt-4 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}

function Envelope() {
  return (
    <div aria-hidden className="airmail h-20 w-30 -rotate-3 rounded-[10px] p-1.25 shadow-card">
      <svg
        aria-hidden
        viewBox="0 0 110 70"
        className="size-full rounded-md bg-raised"
        preserveAspectRatio="none"
      >
        <path
          d="M1 2 48 37a11 11 0 0 0 14 0L109 2M1 68l37-34M109 68 72 34"
          fill="none"
          stroke="var(--line)"
          strokeWidth="1.75"
          vectorEffect="non-scaling-stroke"
        />
      </svg>
    </div>
  );
}
