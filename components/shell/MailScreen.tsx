'use client';

import { Menu as MenuIcon } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useMemo, useRef, useState } from 'react';
import { useCounters } from '@/components/accounts/useAccounts';
import { undoLast } from '@/components/actions/done';
import { useMailActions } from '@/components/actions/useMailActions';
import { FolderPane } from '@/components/mailbox/FolderPane';
import { ListPane } from '@/components/mailbox/ListPane';
import type { ListHandle } from '@/components/mailbox/MessageList';
import { type Move, useCursor } from '@/components/mailbox/useCursor';
import { useMessageWindow } from '@/components/mailbox/useMessageWindow';
import { useSelection } from '@/components/mailbox/useSelection';
import { useNotifyMode } from '@/components/notify/mode';
import { late } from '@/components/places/late';
import { openMailto } from '@/components/reader/mailto';
import type { ReaderCommands } from '@/components/reader/Reader';
import { prepareSearch } from '@/components/search/prepareSearch';
import { SearchBox } from '@/components/search/SearchBox';
import { useShownList } from '@/components/search/useShownList';
import { phoneWidth, useMedia } from '@/components/settings/theme';
import { Notices } from '@/components/status/Notices';
import { StatusLine } from '@/components/status/StatusLine';
import { classes } from '@/components/ui/classes';
import { IconButton } from '@/components/ui/IconButton';
import { Splitter } from '@/components/ui/Splitter';
import { sumOf } from '@/lib/store/counters';
import type { AccountRecord } from '@/lib/store/records/account';
import { afterPaint } from './AfterPaint';
import { BottomBar, ComposeButton } from './BottomBar';
import type { Command } from './keymap';
import { type Overlay, Overlays, storedOf } from './Overlays';
import { optional } from './optional';
import { prepareReader, ReaderPane } from './ReaderPane';
import { listOf, type Route } from './route';
import { KeysProvider, useKeys } from './useKeys';
import { useFocusBack, useRevealOnce } from './useListFocus';
import { useNow } from './useNow';
import { paneLimits, usePanes } from './usePanes';
import { useRecord } from './useRecord';
import { backToList, here, navigate } from './useRoute';
import { useSteady } from './useSteady';
import { useTitle } from './useTitle';

const Notifier = optional(() => import('@/components/notify/Notifier').then(({ Notifier }) => Notifier));

const DoneNotice = late('DoneNotice');
const DragLayer = late('DragLayer');
const PlaceDialogs = late('PlaceDialogs');

/** Folders, list and reader: three panes on a desktop, two on a tablet, one after the other on a phone. */
export function MailScreen({ accounts, route }: { accounts: AccountRecord[]; route: Route }) {
  const t = useTranslations();
  const { folder, only, q } = route;
  // What does not show the open message is not drawn again for the next one.
  const place = useMemo(() => ({ folder, only, q }), [folder, only, q]);
  const { shown, searching } = useShownList(route);
  const { list, snapshot } = useMessageWindow(shown);
  const counters = useCounters();
  const { cursor, position, select, heir, set } = useCursor(list, shown, route.message);
  const selection = useSelection(shown);
  const { record, stale } = useRecord(
    route.message,
    route.message === null ? undefined : list.row(list.indexOf(route.message)),
  );
  const now = useNow();
  const phone = useMedia(phoneWidth);
  const [panes, setPanes] = usePanes();
  const [overlay, setOverlay] = useState<Overlay>(null);
  const commands = useRef<ReaderCommands>({});
  const rows = useRef<ListHandle>(null);
  const search = useRef<HTMLInputElement>(null);
  const reading = route.message !== null;
  const choosing = selection.ids.size > 0;
  const { unread } = sumOf(counters, { folder: 'inbox' });
  const pins = counters.some((counter) => counter.folder === 'pinned' && counter.total > 0);
  const quiet = counters.reduce((sum, each) => sum + (each.folder === 'quiet' ? each.unread : 0), 0);
  const { run, erase } = useMailActions({
    onErase: (ids) => setOverlay({ erase: ids }),
    onAsk: (organise, ids) => setOverlay({ organise, ids }),
    shown,
    cursor,
    chosen: selection.ids,
    asked: selection.asked,
    heir,
    setCursor: set,
    phone,
  });
  const [notifyMode] = useNotifyMode();
  useTitle(unread - quiet, record?.envelope.subject ?? null);
  useEffect(prepareReader, []);
  useEffect(prepareSearch, []);
  useFocusBack(reading, rows);
  useRevealOnce(snapshot.total !== null && reading, position, rows);

  const open = (id: number) =>
    navigate({ ...listOf(route), message: id }, id === route.message ? 'replace' : 'push');
  const move = async (to: Move) => {
    const found = await select(to, ({ id }) => {
      // Somebody may have gone back to the list meanwhile.
      if (reading && here().message !== null) navigate({ ...listOf(here()), message: id }, 'replace');
    });
    if (!found) return null;
    const reveal = () => rows.current?.reveal(found.index);
    // The list that runs on draws rows: the message comes first.
    if (here().message === found.id) afterPaint(reveal);
    else reveal();
    return found;
  };
  const back = () => {
    if (reading) backToList();
    else selection.clear();
  };
  const beside = () => {
    const at = route.message === null ? -1 : list.indexOf(route.message);
    return at < 0 ? [] : [list.row(at + 1), list.row(at - 1)].filter((row) => row !== undefined);
  };
  const next = () => void move((from) => from + 1);
  const previous = () => void move((from) => from - 1);
  const does: Partial<Record<Command, () => void>> = {
    palette: () => setOverlay('commands'),
    next,
    previous,
    open: () =>
      void (cursor === null ? select(() => 0).then((found) => found && open(found.id)) : open(cursor)),
    back,
    compose: () => openMailto('mailto:'),
    search: () => {
      if (phone && reading) backToList();
      search.current?.focus();
      search.current?.select();
    },
    help: () => setOverlay('keys'),
    reply: () => commands.current.reply?.(),
    replyAll: () => commands.current.replyAll?.(),
    forward: () => commands.current.forward?.(),
    archive: () => run('archive'),
    delete: () => run('delete'),
    junk: () => run('switchJunk'),
    star: () => run('star'),
    move: () => run('move'),
    copy: () => run('copy'),
    label: () => run('label'),
    snooze: () => run('snooze'),
    pin: () => run('pin'),
    select: () => {
      const id = route.message ?? cursor;
      if (id !== null) selection.toggle(id);
    },
    unread: () => run('unread'),
    undo: () => void undoLast(),
  };
  const onKey = useKeys(does, overlay !== null);
  const onChoice = useSteady(() => setOverlay(null));
  const onKeys = useSteady(() => setOverlay('keys'));
  const onSignOut = useSteady((account: AccountRecord, way: 'keep' | 'remove') =>
    setOverlay({ account, way }),
  );
  const onResults = useSteady(() => {
    rows.current?.focus();
    if (cursor === null) void move(() => 0);
  });
  const folders = (
    <FolderPane
      accounts={accounts}
      counters={counters}
      route={place}
      onChoice={onChoice}
      onKeys={onKeys}
      onSignOut={onSignOut}
    />
  );

  return (
    <KeysProvider value={onKey}>
      <div className="flex h-dvh flex-col bg-paper">
        <Notices />
        <div className="flex min-h-0 flex-1">
          <aside aria-label={t('folders.menu')} className="flex max-lg:hidden">
            <div id="folder-pane" style={{ width: panes.folders }} className="shrink-0">
              {folders}
            </div>
            <Splitter
              label={t('folders.resize')}
              controls="folder-pane"
              value={panes.folders}
              {...paneLimits.folders}
              onChange={(width) => setPanes({ folders: width })}
            />
          </aside>
          <main className="relative flex min-w-0 flex-1 max-sm:isolate">
            <h1 className="sr-only">{t('app.name')}</h1>
            <section
              id="list-pane"
              aria-label={t('list.region')}
              style={{ '--list': `${panes.list}px` }}
              className={classes(
                'relative flex w-[min(var(--list),46vw,100%-20rem)] shrink-0 flex-col bg-surface max-sm:w-full',
                phone && reading && 'put-away',
              )}
            >
              <SearchBox route={place} input={search} onResults={onResults} />
              <ListPane
                key={searching ? 'search' : `${folder} ${only}`}
                folder={folder}
                only={only}
                searching={searching}
                list={list}
                snapshot={snapshot}
                cursor={cursor}
                accounts={accounts}
                now={now}
                handle={rows}
                start={
                  <IconButton
                    label={t('folders.menu')}
                    onClick={() => setOverlay('folders')}
                    className="max-sm:hidden lg:hidden"
                  >
                    <MenuIcon aria-hidden />
                  </IconButton>
                }
                selection={selection}
                pins={pins}
                onOpen={open}
                onAction={run}
                onErase={(ids) => setOverlay({ erase: ids })}
                onMove={move}
              />
              {!choosing && <ComposeButton />}
            </section>
            <div className="contents max-sm:hidden">
              <Splitter
                label={t('list.resize')}
                controls="list-pane"
                value={panes.list}
                {...paneLimits.list}
                onChange={(width) => setPanes({ list: width })}
              />
            </div>
            <section
              aria-label={t('readerPane.region')}
              aria-hidden={(phone && !reading) || undefined}
              className={classes(
                'min-w-0 flex-1 bg-raised max-sm:absolute max-sm:inset-0',
                reading ? 'max-sm:z-20' : 'max-sm:-z-1',
                phone && !reading && 'put-away',
              )}
            >
              <ReaderPane
                record={record}
                stale={stale}
                open={reading}
                accounts={accounts}
                commands={commands}
                onAction={choosing ? null : run}
                onBack={back}
                onPrevious={previous}
                onNext={next}
                beside={beside}
              />
            </section>
            <DoneNotice on="page" />
          </main>
        </div>
        <StatusLine accounts={accounts} here={storedOf(counters)} now={now} />
        {!(phone && (reading || choosing)) && (
          <BottomBar
            route={route}
            unread={unread}
            onFolders={() => setOverlay('folders')}
            onKeys={() => setOverlay('keys')}
          />
        )}
      </div>
      <DragLayer chosen={selection.ids} onAction={run} />
      {notifyMode !== 'off' && <Notifier detail={notifyMode === 'detail'} />}
      <PlaceDialogs />
      <Overlays
        commands={does}
        reader={commands}
        overlay={overlay}
        counters={counters}
        folders={folders}
        onErase={erase}
        onAction={run}
        onClose={() => setOverlay(null)}
      />
    </KeysProvider>
  );
}
