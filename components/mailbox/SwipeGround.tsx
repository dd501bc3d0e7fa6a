import { useTranslations } from 'next-intl';
import type { Move } from '@/components/actions/actions';
import { moveIcons } from '@/components/actions/MoveButtons';
import { classes } from '@/components/ui/classes';
import type { Swipe } from './useSwipe';

/** What shows under a row that a finger moves: what will happen when it lets go. */
export function SwipeGround({ swipe, move }: { swipe: Swipe; move: Move }) {
  const t = useTranslations('actions');
  const Icon = moveIcons[move];
  return (
    <div
      aria-hidden
      // A finger knows left and right, whichever way the words run.
      dir="ltr"
      className={classes(
        'absolute inset-0 flex items-center gap-2.5 px-6 font-semibold transition-colors duration-100',
        swipe.side === 'start' && 'flex-row-reverse',
        !swipe.far && 'bg-line text-ink-2',
        swipe.far && (move === 'delete' ? 'bg-bad text-raised' : 'bg-accent text-on-accent'),
      )}
    >
      <Icon className="size-6" />
      <bdi>{t(move)}</bdi>
    </div>
  );
}
