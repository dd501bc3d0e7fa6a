'use client';

import { useTranslations } from 'next-intl';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { failed } from '@/components/actions/done';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { SectionTexts } from '@/components/i18n/SectionTexts';
import { canGroup, isGrouped, setGrouped } from '@/components/mailbox/useGrouped';
import { usePlaces } from '@/components/places/usePlaces';
import { useSavedSearches } from '@/components/places/useSavedSearches';
import { openRuleLike } from '@/components/rules/openRuleLike';
import { sections } from '@/components/settings/sections';
import { sync } from '@/components/status/useSync';
import { classes } from '@/components/ui/classes';
import { Modal } from '@/components/ui/Modal';
import { fold } from '@/lib/mail/fold';
import { pathOf } from '@/lib/store/places';
import { isLabel } from '@/lib/store/records/places';
import { folders } from '@/lib/store/schema';
import { type Command, type Keyless, keymap } from './keymap';
import { listOf } from './route';
import { here, navigate } from './useRoute';

interface Props {
  /** What each command does, here and now. */
  commands: Partial<Record<Command, () => void>>;
  /** What can be done with the open message, and has no key. */
  deeds: Partial<Record<Keyless, () => void>>;
  onClose: () => void;
}

const keyless = ['images', 'original', 'print', 'save', 'copyText'] as const satisfies readonly Keyless[];

interface Entry {
  id: string;
  name: string;
  /** Said beside it: its key, or what kind of thing it is. */
  hint: string;
  run: () => void;
}

/** Everything that can be done, by its name. */
export function CommandPalette(props: Props) {
  return (
    <OrganisingTexts>
      <SectionTexts>
        <Palette {...props} />
      </SectionTexts>
    </OrganisingTexts>
  );
}

function Palette({ commands, deeds, onClose }: Props) {
  const t = useTranslations('palette');
  const list = useId();
  const entries = useEntries(commands, deeds);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const words = fold(query).split(/\s+/);
  const found = entries.filter(({ name, hint }) => {
    const text = fold(`${name} ${hint}`);
    return words.every((word) => text.includes(word));
  });
  const active = found[Math.min(at, found.length - 1)];
  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    onClose();
    // The dialog gives the focus back first; then the command may take it.
    setTimeout(entry.run);
  };
  const press = (event: KeyboardEvent) => {
    const last = found.length - 1;
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[
      event.key
    ];
    if (to === undefined && event.key !== 'Enter') return;
    event.preventDefault();
    if (to === undefined) choose(active);
    else setAt(to);
  };
  const shown = useRef<HTMLDivElement>(null);
  const shownId = active?.id;
  useEffect(() => {
    // With braces: newer browsers answer with a promise, which React would take for the effect's clean-up.
    if (shownId !== undefined) shown.current?.scrollIntoView({ block: 'nearest' });
  }, [shownId]);
  return (
    <Modal title={t('title')} onClose={onClose}>
      <input
        data-first
        role="combobox"
        aria-label={t('label')}
        aria-expanded
        aria-controls={list}
        aria-activedescendant={active && `${list}-${active.id}`}
        value={query}
        dir="auto"
        onChange={(event) => {
          setQuery(event.target.value);
          setAt(0);
        }}
        onKeyDown={press}
        className="focus-inside h-11 w-full shrink-0 rounded-lg border border-edge bg-surface px-3"
      />
      <p role="status" className="sr-only">
        {t('found', { count: found.length })}
      </p>
      {found.length === 0 && <p className="py-4 text-sm text-ink-3">{t('none')}</p>}
      <div id={list} role="listbox" aria-label={t('title')} className="mt-2 min-h-0 overflow-y-auto">
        {found.map((entry, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the combobox's
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the combobox
          <div
            key={entry.id}
            id={`${list}-${entry.id}`}
            ref={entry === active ? shown : null}
            role="option"
            aria-selected={entry === active}
            onClick={() => choose(entry)}
            onPointerMove={() => setAt(index)}
            className={classes(
              'flex min-h-11 cursor-pointer items-center justify-between gap-4 rounded-lg px-3',
              entry === active && 'bg-select',
            )}
          >
            <bdi className="min-w-0 truncate">{entry.name}</bdi>
            <span className="shrink-0 text-xs text-ink-3">{entry.hint}</span>
          </div>
        ))}
      </div>
    </Modal>
  );
}

function useEntries(commands: Props['commands'], deeds: Props['deeds']): Entry[] {
  const t = useTranslations();
  const { folder, q } = here();
  const shown = q === null ? folder : 'search';
  const keys = keymap.flatMap(({ command, keys: [key = ''], shift }) => {
    const run = commands[command];
    const hint = shift ? `${t('keys.shift')} + ${key}` : key;
    return run ? [{ id: command, name: t(`keys.${command}`), hint, run }] : [];
  });
  const check = { id: 'check', name: t('list.checkMail'), hint: '', run: () => sync()?.check() };
  const named = keyless.flatMap((id) => {
    const run = deeds[id];
    return run ? [{ id, name: t(`palette.deeds.${id}`), hint: t('palette.message'), run }] : [];
  });
  const grouping = {
    id: 'grouping',
    name: t('grouping.toggle'),
    hint: '',
    run: () => setGrouped(shown, !isGrouped(shown)),
  };
  const known = usePlaces();
  const places = [
    ...([...folders, 'starred'] as const).map((view) => ({ view, name: t(`folders.${view}`) })),
    // A folder inside another is found by the names of both.
    ...(known?.folders ?? []).map(({ id }) => ({
      view: id,
      name: pathOf(known?.folders ?? [], id).join(' / '),
    })),
    ...(known?.labels ?? []).map(({ id, name }) => ({ view: id, name })),
  ].map(({ view, name }) => ({
    id: `folder-${view}`,
    name,
    hint: t(isLabel(view) ? 'palette.tag' : 'palette.folder'),
    run: () => navigate({ folder: view }),
  }));
  const { message } = here();
  const always = {
    id: 'always',
    name: t('organise.always'),
    hint: t('palette.message'),
    run: () => void openRuleLike(message ?? 0).catch(failed),
  };
  const saved = useSavedSearches().map(({ id, name, text }) => ({
    id: `search-${id}`,
    name,
    hint: t('palette.saved'),
    run: () => navigate({ q: text }),
  }));
  const settings = sections.map(({ id }) => ({
    id: `settings-${id}`,
    name: t(`settings.sections.${id}`),
    hint: t('palette.setting'),
    run: () => navigate({ ...listOf(here()), message: here().message, settings: id }),
  }));
  return [
    ...[...keys, check, ...named],
    ...(message === null ? [] : [always]),
    ...(canGroup(shown) ? [grouping] : []),
    ...[...places, ...saved, ...settings],
  ];
}
