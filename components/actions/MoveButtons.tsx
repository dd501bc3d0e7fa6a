import { Archive, Inbox, type LucideIcon, OctagonAlert, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { IconButton } from '@/components/ui/IconButton';
import type { Move } from './actions';

export const moveIcons: Record<Move, LucideIcon> = {
  archive: Archive,
  inbox: Inbox,
  notJunk: Inbox,
  junk: OctagonAlert,
  delete: Trash2,
};

const moveKeys: Partial<Record<Move, string>> = { archive: 'E', junk: '!', notJunk: '!', delete: '#' };

/** What a move is called; also its button's accessible name. */
export function useMoveLabel(): (move: Move) => string {
  const t = useTranslations('actions');
  return (move) => t(move);
}

/** Moves as buttons of a toolbar. */
export function MoveButtons({ moves, onMove }: { moves: readonly Move[]; onMove: (move: Move) => void }) {
  const label = useMoveLabel();
  return moves.map((move) => {
    const Icon = moveIcons[move];
    const keys = moveKeys[move];
    return (
      <IconButton key={move} label={label(move)} {...(keys && { keys })} onClick={() => onMove(move)}>
        <Icon aria-hidden />
      </IconButton>
    );
  });
}
