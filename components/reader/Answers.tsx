'use client';

import { Forward, type LucideIcon, Reply, ReplyAll } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo } from 'react';
import type { Move } from '@/components/actions/actions';
import { moveIcons, useMoveLabel } from '@/components/actions/MoveButtons';
import { classes } from '@/components/ui/classes';
import type { ReaderActions } from './useReaderActions';

interface Props {
  onAnswer: (command: keyof ReaderActions) => void;
  /** On a phone also where the message can go; elsewhere none. */
  moves: readonly Move[];
  onMove: (move: Move) => void;
}

/** Under the message; on a phone a bar at the lower edge, where the thumb is. */
export const Answers = memo(function Answers({ onAnswer, moves, onMove }: Props) {
  const t = useTranslations('reader');
  const label = useMoveLabel();
  const answers = [
    { command: 'reply', Icon: Reply },
    { command: 'replyAll', Icon: ReplyAll },
    { command: 'forward', Icon: Forward },
  ] as const;
  return (
    <div
      className={classes(
        'flex max-w-[54rem] flex-wrap gap-2.5 px-8.5 pb-8 max-lg:px-6',
        'max-sm:sticky max-sm:bottom-0 max-sm:flex-nowrap max-sm:justify-around max-sm:gap-0 max-sm:border-t max-sm:border-line max-sm:bg-raised max-sm:px-1 max-sm:pt-1 max-sm:pb-[max(0.25rem,env(safe-area-inset-bottom))]',
      )}
    >
      {moves.map((move) => (
        <Answer key={move} Icon={moveIcons[move]} onClick={() => onMove(move)}>
          {label(move)}
        </Answer>
      ))}
      {answers.map(({ command, Icon }) => (
        <Answer key={command} Icon={Icon} onClick={() => onAnswer(command)}>
          {t(command)}
        </Answer>
      ))}
    </div>
  );
});

function Answer({ Icon, onClick, children }: { Icon: LucideIcon; onClick: () => void; children: string }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className={classes(
        'inline-flex h-9.5 items-center gap-2 rounded-[10px] border border-line bg-surface px-3.5 font-semibold transition-colors duration-100 hover:border-edge hover:bg-hover pointer-coarse:h-11',
        'max-sm:h-13 max-sm:min-w-0 max-sm:flex-1 max-sm:flex-col max-sm:justify-center max-sm:gap-0.5 max-sm:border-0 max-sm:bg-transparent max-sm:px-0.5 max-sm:text-2xs max-sm:font-medium max-sm:text-ink-2',
      )}
    >
      <Icon aria-hidden className="size-4.5 shrink-0 max-sm:size-5.5" />
      <span className="max-w-full truncate">{children}</span>
    </button>
  );
}
