import type { ReactNode } from 'react';

/** The frame of what a message brings beside its words: an invitation, a contact. */
export const cardClass = 'mb-5 grid max-w-xl rounded-xl border border-line bg-surface p-4';

/** A line of such a card: a sign, and what it stands for. */
export function CardRow({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <li className="flex gap-2 [&_svg]:mt-0.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-ink-3">
      {icon}
      <span className="min-w-0 break-words">{children}</span>
    </li>
  );
}
