import { ArrowLeft, ChevronDown, ChevronUp, CodeXml, Mail, MailOpen, Star } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import type { Action, Move } from '@/components/actions/actions';
import { MoveButtons } from '@/components/actions/MoveButtons';
import { OrganiseButtons } from '@/components/actions/OrganiseButtons';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/IconButton';
import type { MessageRecord } from '@/lib/store/schema';

interface Props {
  record: MessageRecord;
  /** Where it can go; on a phone those that are not at the lower edge (see Answers). */
  moves: readonly Move[];
  onAction: ((action: Action) => void) | null;
  onOriginal: () => void;
  /** The menu of what is seldom done. */
  more: ReactNode;
  onBack: () => void;
  onPrevious: () => void;
  onNext: () => void;
}

/**
 * What can be done with the open message. Where the pane is too narrow for all buttons (with a finger they are larger), those
 * of a `data-group` stand in the menu instead, which looks at what is shown here.
 */
export function Toolbar({ record, moves, onAction, onOriginal, more, onBack, onPrevious, onNext }: Props) {
  const t = useTranslations();
  const { unread, starred = false, pinned = false } = record;
  return (
    <div
      role="toolbar"
      aria-label={t('reader.actions')}
      className="@container flex h-13 shrink-0 items-center gap-0.5 border-b border-line px-3.5 max-sm:h-14 max-sm:gap-0 max-sm:px-1.5 max-sm:pt-[env(safe-area-inset-top)]"
    >
      <IconButton label={t('app.back')} keys="U" onClick={onBack} className="sm:hidden">
        <ArrowLeft aria-hidden className="rtl:rotate-180" />
      </IconButton>
      <span className="flex-1 sm:hidden" />
      <Deeds moves={moves} unread={unread} starred={starred} pinned={pinned} onAction={onAction} />
      {/* Where there is no room for it, it stands in the menu alone. */}
      <IconButton
        label={t('reader.showOriginal')}
        onClick={onOriginal}
        className={classes('max-[24rem]:hidden', withoutThree)}
      >
        <CodeXml aria-hidden />
      </IconButton>
      {more}
      <span className="flex-1 max-sm:hidden" />
      <span data-group="turn" className={classes('contents', withoutThree)}>
        <IconButton label={t('reader.previous')} keys="K" onClick={onPrevious}>
          <ChevronUp aria-hidden />
        </IconButton>
        <IconButton label={t('reader.next')} keys="J" onClick={onNext}>
          <ChevronDown aria-hidden />
        </IconButton>
      </span>
    </div>
  );
}

/** As wide as nine buttons: original, previous and next go, where the four that keep mail in order are gone already. */
const withoutThree = 'sm:@max-[22rem]:hidden sm:pointer-coarse:@max-[29rem]:hidden';

/** What can be done with it; drawn again when something about that has changed. */
const Deeds = memo(function Deeds({
  moves,
  unread,
  starred,
  pinned,
  onAction,
}: Pick<Props, 'moves' | 'onAction'> & { unread: boolean; starred: boolean; pinned: boolean }) {
  const t = useTranslations();
  if (!onAction) return null;
  return (
    <>
      <MoveButtons moves={moves} onMove={onAction} />
      <span
        data-group="organise"
        className="contents max-sm:hidden @max-[31rem]:hidden pointer-coarse:@max-[41rem]:hidden"
      >
        <OrganiseButtons pinned={pinned} onAction={onAction} />
      </span>
      <span aria-hidden className="mx-1.5 h-5 w-px bg-line max-sm:hidden" />
      <IconButton label={t('actions.star')} keys="S" aria-pressed={starred} onClick={() => onAction('star')}>
        <Star aria-hidden className={classes(starred && 'fill-star text-star')} />
      </IconButton>
      <IconButton
        label={t(unread ? 'actions.markRead' : 'actions.markUnread')}
        keys={`${t('keys.shift')} U`}
        onClick={() => onAction('unread')}
      >
        {unread ? <MailOpen aria-hidden /> : <Mail aria-hidden />}
      </IconButton>
    </>
  );
});
