'use client';

import { Download } from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { usePlaces } from '@/components/places/usePlaces';
import { Segments } from '@/components/settings/Segments';
import { Button } from '@/components/ui/Button';
import { Choice } from '@/components/ui/Choice';
import { Field } from '@/components/ui/Field';
import { sizeText } from '@/components/ui/sizes';
import { ask, tasks } from '@/lib/archive/client';
import type { Selection } from '@/lib/store/copies';
import { pathOf, withInner } from '@/lib/store/places';
import type { AccountRecord } from '@/lib/store/records/account';
import { type FolderRecord, isOwnFolder } from '@/lib/store/records/places';
import { folders, type View } from '@/lib/store/schema';
import { chooseTarget, exportName } from './files';

/** Which mail, in which form, and the button that makes the copy. */
export function ExportForm({ accounts, busy }: { accounts: readonly AccountRecord[]; busy: boolean }) {
  const t = useTranslations('copies.export');
  const names = useTranslations('folders');
  const [account, setAccount] = useState('all');
  const [folder, setFolder] = useState<View | 'all'>('all');
  const [from, setFrom] = useState('');
  const [until, setUntil] = useState('');
  const [format, setFormat] = useState<'zip' | 'mbox'>('zip');
  const [denied, setDenied] = useState(false);
  const places = usePlaces();
  const own = places?.folders ?? [];
  const selection = selectionOf(account, viewsOf(folder, own), from, until);
  const found = useSurvey(selection, busy);
  const start = async () => {
    setDenied(false);
    const target = await chooseTarget(exportName(format, new Date()), format);
    if (target === 'denied') setDenied(true);
    else if (target !== 'cancelled') tasks.start({ kind: 'export', selection, format, handle: target });
  };
  return (
    <div className="grid max-w-150 gap-4">
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label={t('account')}
          value={account}
          onChange={setAccount}
          options={[
            { value: 'all', label: t('allAccounts') },
            ...accounts.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Choice
          label={t('folder')}
          value={folder}
          onChange={setFolder}
          options={[
            { value: 'all', label: t('allFolders') },
            ...([...folders, 'starred'] as const).map((name) => ({ value: name, label: names(name) })),
            ...own.map(({ id }) => ({ value: id, label: pathOf(own, id).join(' / ') })),
            ...(places?.labels ?? []).map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Field label={t('from')} type="date" value={from} onChange={(event) => setFrom(event.target.value)} />
        <Field
          label={t('until')}
          type="date"
          value={until}
          onChange={(event) => setUntil(event.target.value)}
        />
      </div>
      <div>
        <Segments
          label={t('format')}
          value={format}
          onChange={setFormat}
          options={[
            { value: 'zip', label: t('zip') },
            { value: 'mbox', label: t('mbox') },
          ]}
        />
        <p className="mt-1.5 text-sm text-pretty text-ink-3">
          {t(format === 'zip' ? 'zipText' : 'mboxText')}
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Button kind="primary" busy={busy} disabled={found?.messages === 0} onClick={() => void start()}>
          <Download aria-hidden />
          {t('start')}
        </Button>
        <Found found={found} />
      </div>
      {denied && <p className="text-sm text-bad">{t('denied')}</p>}
    </div>
  );
}

function Found({ found }: { found: { messages: number; octets: number } | null }) {
  const t = useTranslations('copies.export');
  const locale = useLocale();
  return (
    <p role="status" className="text-sm text-ink-2 tabular-nums">
      {found && t('found', { count: found.messages, size: sizeText(found.octets, locale) })}
    </p>
  );
}

/** A folder is saved with all that stands in it. */
function viewsOf(view: View | 'all', own: readonly FolderRecord[]): Selection['views'] {
  if (view === 'all') return null;
  return isOwnFolder(view) ? withInner(own, view).map(({ id }) => id) : [view];
}

/** Days as the person's calendar has them: the last one is in it to its end. */
function selectionOf(account: string, views: Selection['views'], from: string, until: string): Selection {
  const day = (text: string, next: number) => {
    const [year = 0, month = 1, date = 1] = text.split('-').map(Number);
    return text === '' ? null : new Date(year, month - 1, date + next).getTime();
  };
  return {
    accounts: account === 'all' ? null : [account],
    views,
    from: day(from, 0),
    until: day(until, 1),
  };
}

/** How much that would be; null while it is being counted. Not while a task reads and writes. */
function useSurvey(selection: Selection, busy: boolean): { messages: number; octets: number } | null {
  const wanted = JSON.stringify(selection);
  const [found, setFound] = useState<{ wanted: string; messages: number; octets: number } | null>(null);
  useEffect(() => {
    if (busy) return;
    let alive = true;
    ask({ kind: 'survey', selection: JSON.parse(wanted) as Selection }).then(
      (outcome) => alive && outcome.kind === 'survey' && setFound({ wanted, ...outcome }),
      // Without the figure the export itself says what it found.
      () => {},
    );
    return () => {
      alive = false;
    };
  }, [wanted, busy]);
  return found?.wanted === wanted ? found : null;
}
