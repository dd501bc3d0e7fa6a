'use client';

import { Trash2 } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { done } from '@/components/actions/done';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { nameOfPlace, usePlaces } from '@/components/places/usePlaces';
import { useStored } from '@/components/shell/useStored';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';
import { Choice } from '@/components/ui/Choice';
import { Field } from '@/components/ui/Field';
import { IconButton } from '@/components/ui/IconButton';
import { sizeText } from '@/components/ui/sizes';
import { onChange } from '@/lib/store/changes';
import {
  endKeeping,
  previewKeeping,
  readKeeping,
  readTidied,
  restoreKeeping,
  setKeeping,
} from '@/lib/store/keeping';
import { pathOf } from '@/lib/store/places';
import type { KeepingRecord, TidiedRecord } from '@/lib/store/records/keeping';
import { isPlace } from '@/lib/store/records/places';
import { Group } from './Group';

/** How long mail stays in single folders and with labels, what that would move, and what it has moved. */
export function PlaceKeeping() {
  return (
    <OrganisingTexts>
      <Places />
    </OrganisingTexts>
  );
}

const read = async () => ({ keeping: await readKeeping(), tidied: await readTidied(10) });

function Places() {
  const t = useTranslations('placeKeeping');
  const names = useTranslations('folders');
  const locale = useLocale();
  const format = useFormatter();
  const places = usePlaces();
  const { value, error } = useStored(read, ({ kind }) => kind === 'retention');
  const [failed, setFailed] = useState(false);
  const end = async (place: KeepingRecord['place']) => {
    try {
      const change = await endKeeping(place);
      done('keepingEnded', 0, () => restoreKeeping(change));
    } catch {
      setFailed(true);
    }
  };
  const name = (place: TidiedRecord['place']) =>
    isPlace(place) ? (nameOfPlace(places, place) ?? t('gone')) : names(place);
  return (
    <Group title={t('title')} text={t('text')}>
      {(error || failed) && (
        <p role="alert" className="mb-2 text-bad">
          {t('failed')}
        </p>
      )}
      <ul className="mb-4 divide-y divide-line">
        {value?.keeping.map((keeping) => (
          <li key={keeping.place} className="flex items-center gap-2 py-1.5">
            <span className="min-w-0 flex-1">
              <bdi className="font-semibold">{name(keeping.place)}</bdi>
              <span className="block text-sm text-ink-2">
                {keeping.days !== null && t('keptDays', { days: keeping.days })}
                {keeping.days !== null && keeping.messages !== null && ' · '}
                {keeping.messages !== null && t('keptMessages', { count: keeping.messages })}
                {' → '}
                {names(keeping.to)}
                {keeping.server && ` · ${t('alsoServer')}`}
              </span>
            </span>
            <IconButton
              label={t('end', { name: name(keeping.place) })}
              onClick={() => void end(keeping.place)}
            >
              <Trash2 aria-hidden />
            </IconButton>
          </li>
        ))}
      </ul>
      <Form />
      {value && value.tidied.length > 0 && (
        <>
          <h5 className="mt-6 mb-1 font-semibold">{t('journal')}</h5>
          <ul className="divide-y divide-line text-sm">
            {value.tidied.map(({ id, at, place, to, messages, octets, subjects }) => (
              <li key={id} className="py-1.5">
                {format.dateTime(at, { dateStyle: 'medium', timeStyle: 'short' })}
                {': '}
                {t(to === 'gone' ? 'erased' : 'moved', {
                  count: messages,
                  size: sizeText(octets, locale),
                  from: name(place),
                  to: to === 'gone' ? '' : names(to),
                })}
                <bdi className="block truncate text-ink-3">{subjects.filter(Boolean).join(' · ')}</bdi>
              </li>
            ))}
          </ul>
        </>
      )}
    </Group>
  );
}

/** Typing changes the number with each key: what would go is counted when that rests, ms. */
const rest = 300;

function Form() {
  const t = useTranslations('placeKeeping');
  const names = useTranslations('folders');
  const locale = useLocale();
  const known = usePlaces();
  const [place, setPlace] = useState<KeepingRecord['place']>('inbox');
  const [by, setBy] = useState<'days' | 'messages'>('days');
  const [number, setNumber] = useState('365');
  const [to, setThen] = useState<KeepingRecord['to']>('archive');
  const [server, setServer] = useState(false);
  const [preview, setPreview] = useState<Awaited<ReturnType<typeof previewKeeping>> | null>(null);
  const [failed, setFailed] = useState(false);
  const count = Number(number);
  const fine = Number.isInteger(count) && count >= 1 && count <= 1_000_000;
  const keeping: KeepingRecord = {
    place,
    days: by === 'days' ? count : null,
    messages: by === 'messages' ? count : null,
    to: place === 'archive' ? 'trash' : to,
    server,
  };
  const wanted = JSON.stringify(keeping);
  useEffect(() => {
    setPreview(null);
    setFailed(false);
    if (!fine) return;
    let alive = true;
    const look = () => {
      previewKeeping(JSON.parse(wanted) as KeepingRecord, Date.now()).then(
        (found) => alive && setPreview(found),
        () => alive && setFailed(true),
      );
    };
    const timer = setTimeout(look, rest);
    // What has been moved since would not be moved again.
    const stop = onChange(({ kind }) => kind === 'retention' && look());
    return () => {
      alive = false;
      stop();
      clearTimeout(timer);
    };
  }, [wanted, fine]);
  const apply = async () => {
    try {
      const change = await setKeeping(keeping);
      done('keepingChosen', 0, () => restoreKeeping(change));
    } catch {
      setFailed(true);
    }
  };
  const options: { value: string; label: string }[] = [
    { value: 'inbox', label: names('inbox') },
    { value: 'archive', label: names('archive') },
    ...(known?.folders ?? []).map(({ id }) => ({
      value: id,
      label: pathOf(known?.folders ?? [], id).join(' / '),
    })),
    ...(known?.labels ?? []).map(({ id, name }) => ({ value: id, label: t('label', { name }) })),
  ];
  return (
    <div className="grid max-w-120 gap-3 rounded-xl border border-line bg-paper p-4">
      <Choice
        label={t('where')}
        value={place as string}
        options={options}
        onChange={(next) => setPlace(next as KeepingRecord['place'])}
      />
      <div className="grid grid-cols-2 items-start gap-3">
        <Choice
          label={t('by')}
          value={by}
          options={[
            { value: 'days', label: t('byDays') },
            { value: 'messages', label: t('byMessages') },
          ]}
          onChange={setBy}
        />
        <Field
          label={t('number')}
          type="number"
          min={1}
          value={number}
          problem={fine ? null : t('badNumber')}
          onChange={(event) => setNumber(event.target.value)}
        />
      </div>
      <Choice
        label={t('then')}
        value={keeping.to}
        options={[
          ...(place === 'archive' ? [] : [{ value: 'archive' as const, label: t('toArchive') }]),
          { value: 'trash', label: t('toTrash') },
        ]}
        onChange={setThen}
      />
      <Check label={t('server')} checked={server} onChange={setServer} />
      <div role="status" className="text-sm">
        {failed && <p className="text-bad">{t('failed')}</p>}
        {preview && (
          <p className="font-semibold">
            {t('preview', { count: preview.messages, size: sizeText(preview.octets, locale) })}
          </p>
        )}
        {preview && (
          <bdi className="block truncate text-ink-3">
            {preview.first
              .map(({ envelope }) => envelope.subject)
              .filter(Boolean)
              .join(' · ')}
          </bdi>
        )}
      </div>
      <div>
        <Button kind="primary" disabled={!preview} onClick={() => void apply()}>
          {t('apply')}
        </Button>
      </div>
    </div>
  );
}
