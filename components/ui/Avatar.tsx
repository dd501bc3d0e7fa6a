import { avatarOf } from '@/components/mailbox/avatar';
import type { Mailbox } from '@/lib/mail/types';
import { classes } from './classes';

/** Initials on a colour that belongs to the address. Decoration: the name always stands beside it. */
export function Avatar({ who, className }: { who: Mailbox | undefined; className?: string }) {
  const { initials, colour } = avatarOf(who);
  return (
    <span
      aria-hidden
      style={{ backgroundColor: colour }}
      className={classes(
        'grid size-9 shrink-0 place-items-center rounded-full text-sm font-semibold tracking-wide text-white select-none',
        className,
      )}
    >
      {initials}
    </span>
  );
}
