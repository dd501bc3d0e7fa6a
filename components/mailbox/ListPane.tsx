'use client';

import { RefreshCw } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { ReactNode, RefObject } from 'react';
import type { Action } from '@/components/actions/actions';
import { late } from '@/components/places/late';
import { nameOfPlace, usePlaces } from '@/components/places/usePlaces';
import type { Searching } from '@/components/search/useShownList';
import { useDensity, useMedia } from '@/components/settings/theme';
import { optional } from '@/components/shell/optional';
import { sync, useSyncStatus } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/IconButton';
import { Technical } from '@/components/ui/Technical';
import { listIds } from '@/lib/store/lists';
import type { AccountRecord } from '@/lib/store/records/account';
import { isLabel, isPlace } from '@/lib/store/records/places';
import type { View } from '@/lib/store/schema';
import { ListEmpty } from './ListEmpty';
import { type ListHandle, MessageList } from './MessageList';
import type { MessageWindow, WindowSnapshot } from './messageWindow';
import { RowSkeleton } from './RowShapes';
import type { Move, Selected } from './useCursor';
import { canGroup } from './useGrouped';
import type { Selection } from './useSelection';

const searchParts = () => import('@/components/search/SearchNotes');
const SearchNotes = optional(() => searchParts().then(({ SearchNotes }) => SearchNotes));
const FoundCount = optional(() => searchParts().then(({ FoundCount }) => FoundCount));

const GroupToggle = optional(() => import('./GroupToggle').then(({ GroupToggle }) => GroupToggle));

const SelectionActions = late('SelectionActions');
const SelectionHeading = late('SelectionHeading');
const PinnedStrip = late('PinnedStrip');

interface Props {
  folder: View;
  /** The one account that is shown; null: all. */
  only: string | null;
  /** A search over all mail, in the place of the folder; null: none. */
  searching: Searching | null;
  list: MessageWindow;
  snapshot: WindowSnapshot;
  cursor: number | null;
  accounts: readonly AccountRecord[];
  now: number;
  handle: RefObject<ListHandle | null>;
  /** Stands before the heading: the menu button where the folder pane is hidden. */
  start?: ReactNode;
  selection: Selection;
  /** Some message is pinned, somewhere. */
  pins: boolean;
  onOpen: (id: number) => void;
  /** Without ids: to what is chosen. */
  onAction: (action: Action, ids?: readonly number[]) => void;
  /** Asks before it removes for good. */
  onErase: (ids: readonly number[]) => void;
  onMove: (to: Move) => Promise<Selected | null>;
}

/** The middle pane: heading, "Check mail", and the list in all its states. */
export function ListPane({ start, selection, pins, onAction, onErase, ...props }: Props) {
  const { folder, only, searching, list, snapshot, accounts } = props;
  const t = useTranslations();
  const [density] = useDensity();
  const narrow = useMedia('(max-width: 639.98px)');
  const compact = density === 'compact';
  const account = accounts.find(({ id }) => id === only);
  const chosen = [...selection.ids];
  const choosing = chosen.length > 0;
  /** Null: messages of several folders stand in the list. */
  const single = searching !== null || folder === 'starred' || isLabel(folder) ? null : folder;
  const places = usePlaces();
  const actions = (
    <SelectionActions folder={single} selection={selection} onAction={(action) => onAction(action)} />
  );
  // Under a finger a row needs 44 px (WCAG 2.5.5), also a compact one.
  const rowHeight = compact ? (narrow ? 44 : 32) : narrow ? 84 : 78;
  return (
    <>
      <header
        className={classes(
          'flex min-h-13 shrink-0 items-center gap-2 ps-4 pe-2.5 max-lg:ps-2 max-sm:ps-4',
          // What can be done goes below the heading where there is no room beside it.
          choosing && 'flex-wrap gap-y-0',
        )}
      >
        {choosing ? (
          <SelectionHeading
            count={chosen.length}
            total={snapshot.total ?? 0}
            onAll={selection.all}
            onClear={selection.clear}
          />
        ) : (
          <>
            {start}
            <h2 className="text-md font-bold tracking-tight max-sm:text-lg">
              {searching
                ? t('search.title')
                : isPlace(folder)
                  ? nameOfPlace(places, folder)
                  : t(`folders.${folder}`)}
            </h2>
            <span className="min-w-0 truncate text-sm text-ink-3 tabular-nums">
              {searching && <FoundCount {...searching.state} />}
              {!searching && account && `${account.name} · `}
              {!searching &&
                snapshot.total !== null &&
                snapshot.unread > 0 &&
                t('list.unread', { count: snapshot.unread })}
              {!searching &&
                snapshot.total !== null &&
                snapshot.total > 0 &&
                snapshot.unread === 0 &&
                t('list.noneUnread')}
            </span>
          </>
        )}
        {!choosing && <span className="flex-1" />}
        {!choosing &&
          !searching &&
          (folder === 'trash' || folder === 'junk') &&
          (snapshot.total ?? 0) > 0 && (
            <Button
              kind="quiet"
              className="h-8! px-2.5"
              onClick={() => void listIds({ folder, account: only }).then(onErase)}
            >
              {t(folder === 'trash' ? 'list.eraseTrash' : 'list.eraseJunk')}
            </Button>
          )}
        {!choosing && (searching || canGroup(folder)) && (
          <GroupToggle folder={searching ? 'search' : folder} />
        )}
        {!choosing && <CheckButton accounts={accounts} />}
        {choosing && !narrow && actions}
      </header>
      {pins && single !== null && (
        <PinnedStrip
          folder={single}
          only={only}
          open={props.cursor}
          onOpen={props.onOpen}
          onAction={onAction}
        />
      )}
      {searching && <SearchNotes searching={searching} />}
      {(snapshot.total === null && !snapshot.error) || (searching && searching.state.query === null) ? (
        <div aria-busy className="min-h-0 flex-1 overflow-hidden pt-7">
          {Array.from({ length: 12 }, (_, i) => i).map((i) => (
            <div key={i} style={{ height: rowHeight }}>
              <RowSkeleton compact={compact} />
            </div>
          ))}
        </div>
      ) : snapshot.error && !snapshot.total ? (
        <ListError error={snapshot.error} onRetry={() => void list.refresh()} />
      ) : snapshot.total === 0 ? (
        !searching && <ListEmpty folder={folder} accounts={accounts} />
      ) : (
        <MessageList
          // The results of another query begin at their top.
          key={searching?.query}
          {...props}
          q={searching?.query ?? null}
          marker={searching?.state.marker ?? null}
          chosen={selection.ids}
          onCheck={(id, range) => (range ? selection.extend(id) : selection.toggle(id))}
          onSpan={selection.span}
          onAll={selection.all}
          onAction={(action, id) => onAction(action, [id])}
          compact={compact}
          rowHeight={rowHeight}
        />
      )}
      {choosing && narrow && actions}
    </>
  );
}

function CheckButton({ accounts }: { accounts: readonly AccountRecord[] }) {
  const t = useTranslations('list');
  const { accounts: states } = useSyncStatus();
  const busy = states.some(({ phase }) => phase === 'checking' || phase === 'getting');
  // While mail comes, the status line shows how far it is: what turns for minutes keeps the screen being drawn anew.
  const turns = busy && states.every(({ phase }) => phase !== 'getting');
  if (!accounts.some(({ key }) => key !== null)) return null;
  return (
    <IconButton label={t('checkMail')} aria-busy={busy} onClick={() => sync()?.check()}>
      <RefreshCw aria-hidden className={classes(turns && 'animate-spin')} />
    </IconButton>
  );
}

function ListError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const t = useTranslations();
  return (
    <div role="alert" className="m-4 rounded-xl bg-bad-soft px-4 py-3.5">
      <p className="font-semibold text-bad">{t('list.errorTitle')}</p>
      <p className="mt-0.5 mb-3 text-sm text-pretty text-ink-2">{t('list.errorText')}</p>
      <Button onClick={onRetry}>{t('app.tryAgain')}</Button>
      <Technical>{`${error.name}: ${error.message}`}</Technical>
    </div>
  );
}
