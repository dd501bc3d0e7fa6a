import type { ReactNode } from 'react';

/** A line above everything else: what must be known, and what can be done about it. */
export function Notice({
  icon,
  text,
  urgent = false,
  children,
}: {
  icon: ReactNode;
  text: string;
  urgent?: boolean;
  children?: ReactNode;
}) {
  return (
    <div
      role={urgent ? 'alert' : 'status'}
      className={`flex min-h-12 shrink-0 animate-appear items-center gap-3 px-4 py-1.5 text-sm max-sm:flex-wrap [&>svg]:size-4.5 [&>svg]:shrink-0 ${
        urgent ? 'bg-warn-soft text-warn' : 'bg-soft text-ink'
      }`}
    >
      {icon}
      <p className="min-w-0 flex-1 text-pretty">{text}</p>
      {children}
    </div>
  );
}
