import type { ReactNode } from 'react';

/** A page that is one card, with the airmail stripe on its upper edge. */
export function Card({ children, foot }: { children: ReactNode; foot?: ReactNode }) {
  return (
    <main className="grid min-h-dvh place-items-center bg-paper p-5 max-sm:p-3 max-sm:pt-[max(0.75rem,env(safe-area-inset-top))]">
      <div className="w-full max-w-115 overflow-hidden rounded-[18px] border border-line bg-surface shadow-card">
        <div aria-hidden className="airmail h-1.25" />
        <div className="px-8.5 pt-7.5 pb-7 max-sm:px-6">{children}</div>
        {foot && (
          <div className="border-t border-line px-8.5 py-3.5 text-sm text-ink-3 max-sm:px-6">{foot}</div>
        )}
      </div>
    </main>
  );
}

export function CardTitle({ children }: { children: ReactNode }) {
  return <h1 className="mb-1.5 text-2xl leading-tight font-bold tracking-tight text-balance">{children}</h1>;
}
