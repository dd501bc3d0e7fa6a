import { Mail, MailOpen, Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type Action, type Move, movesFor } from '@/components/actions/actions';
import { moveIcons, useMoveLabel } from '@/components/actions/MoveButtons';
import { classes } from '@/components/ui/classes';
import { iconButton } from '@/components/ui/IconButton';
import type { MessageRecord } from '@/lib/store/schema';

interface Props {
  record: MessageRecord;
  compact: boolean;
  onAction: (action: Action) => void;
}

/**
 * What a mouse can do with a row without opening it. Hidden from screen readers, who would hear it with every row: for
 * them, as for the keyboard, there are keys and toolbars.
 */
export function RowActions({ record, compact, onAction }: Props) {
  const t = useTranslations();
  const label = useMoveLabel();
  const moves = movesFor([record.folder]).filter((move) => move !== 'junk');
  const { unread, starred = false } = record;
  const buttons = [
    ...moves.map((move) => ({
      action: move as Move | 'unread' | 'star',
      text: label(move),
      Icon: moveIcons[move],
    })),
    {
      action: 'unread' as const,
      text: t(unread ? 'actions.markRead' : 'actions.markUnread'),
      Icon: unread ? MailOpen : Mail,
    },
    { action: 'star' as const, text: t('actions.star'), Icon: Star },
  ];
  return (
    <div
      aria-hidden
      className={classes(
        'absolute end-2 hidden rounded-lg bg-hover [@media(hover:hover)]:group-hover:flex',
        compact ? 'inset-y-0 items-center' : 'top-0.5',
      )}
    >
      {buttons.map(({ action, text, Icon }) => (
        <button
          key={action}
          type="button"
          tabIndex={-1}
          data-hint={text}
          onClick={() => onAction(action)}
          // No higher than the sender's line: the subject stays readable.
          className={classes(iconButton, 'size-7!')}
        >
          <Icon aria-hidden className={classes(action === 'star' && starred && 'fill-star text-star')} />
        </button>
      ))}
    </div>
  );
}
