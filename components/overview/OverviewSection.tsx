'use client';

import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { nameOfPlace, usePlaces } from '@/components/places/usePlaces';
import { Group } from '@/components/settings/Group';
import { navigate } from '@/components/shell/useRoute';
import { sizeText } from '@/components/ui/sizes';
import { monthsBetween, type Overview, senderName } from '@/lib/mail/overview';
import { isPlace } from '@/lib/store/records/places';
import { type Folder, folders } from '@/lib/store/schema';
import { type Bar, Columns, Rows } from './Bars';
import { Senders, showMail } from './Senders';
import { useOverview } from './useOverview';

/** Ten years: more bars cannot be told apart. */
const mostMonths = 120;
/** All of them stand below. */
const mostSenders = 10;

/** What the mailbox holds: over time, by folder, by sender and by size, each a way to the mail itself. */
export function OverviewSection() {
  return (
    <OrganisingTexts>
      <All />
    </OrganisingTexts>
  );
}

function All() {
  const t = useTranslations('overview');
  const locale = useLocale();
  const { overview, ended, failed } = useOverview();
  return (
    <>
      <p role="status" className="mb-4 text-ink-2">
        {failed
          ? t('failed')
          : overview &&
            t(ended ? 'sum' : 'counting', {
              count: overview.messages,
              size: sizeText(overview.octets, locale),
            })}
      </p>
      {overview && <Plots overview={overview} />}
      {overview && <Senders overview={overview} />}
    </>
  );
}

function Plots({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const names = useTranslations('folders');
  const list = useTranslations('list');
  const locale = useLocale();
  const format = useFormatter();
  const places = usePlaces();
  const [by, setBy] = useState(0);
  const month = new Intl.DateTimeFormat(locale, { month: 'short', year: 'numeric' });
  const months = monthsBetween(overview.months.keys(), mostMonths).map((key): Bar => {
    const { messages, octets } = overview.months.get(key) ?? { messages: 0, octets: 0 };
    const [year = 0, number = 1] = key.split('-').map(Number);
    const next = new Date(year, number);
    const until = `${next.getFullYear()}-${String(next.getMonth() + 1).padStart(2, '0')}`;
    return {
      key,
      label: month.format(new Date(year, number - 1)),
      value: by === 0 ? messages : octets,
      text: t('amount', { count: messages, size: sizeText(octets, locale) }),
      onPress: () => navigate({ q: `in:anywhere after:${key} before:${until}` }),
    };
  });
  const byFolder = [...overview.folders]
    .sort(([, a], [, b]) => b.octets - a.octets)
    .map(([key, { messages, octets }]): Bar => {
      const folder = key as Folder;
      const known = folders.find((each) => each === folder);
      return {
        key,
        label: known ? names(known) : (nameOfPlace(places, folder) ?? key),
        value: octets,
        text: t('amount', { count: messages, size: sizeText(octets, locale) }),
        ...((known || isPlace(folder)) && { onPress: () => navigate({ folder }) }),
      };
    });
  const largest = overview.largest.map(
    ({ id, folder, size, date, envelope }): Bar => ({
      key: String(id),
      label: envelope.subject || list('noSubject'),
      value: size,
      text: `${sizeText(size, locale)} · ${format.dateTime(date, { dateStyle: 'medium' })}`,
      onPress: () => navigate({ folder: folder as Folder, message: id }),
    }),
  );
  const senders = [...overview.senders.values()]
    .filter(({ key }) => key !== '')
    .sort((a, b) => b.octets - a.octets)
    .slice(0, mostSenders)
    .map(
      (sender): Bar => ({
        key: sender.key,
        label: senderName(sender),
        value: sender.octets,
        text: t('amount', { count: sender.messages, size: sizeText(sender.octets, locale) }),
        onPress: () => showMail(sender),
      }),
    );
  return (
    <>
      <Group title={t('timeTitle')}>
        <div className="mb-3 flex gap-4 text-sm">
          {[t('byMessages'), t('bySize')].map((label, index) => (
            <label key={label} className="flex min-h-8.5 items-center gap-2 pointer-coarse:min-h-11">
              <input
                type="radio"
                name="overview-by"
                checked={by === index}
                onChange={() => setBy(index)}
                className="accent-accent"
              />
              {label}
            </label>
          ))}
        </div>
        <Columns title={t('months')} bars={months} />
      </Group>
      <Group title={t('spaceTitle')}>
        <Rows title={t('folders')} bars={byFolder} />
        <div className="h-5" />
        <Rows title={t('senders')} bars={senders} />
        <div className="h-5" />
        <Rows title={t('largest')} bars={largest} />
      </Group>
    </>
  );
}
