'use client';

import { Archive, Trash2 } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { atOnce, deedOf } from '@/components/actions/actions';
import { DoneNotice } from '@/components/actions/DoneNotice';
import { done, failed, working } from '@/components/actions/done';
import { changeMany } from '@/components/actions/many';
import { Group } from '@/components/settings/Group';
import { navigate } from '@/components/shell/useRoute';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';
import { Choice } from '@/components/ui/Choice';
import { Field } from '@/components/ui/Field';
import { Modal } from '@/components/ui/Modal';
import { narrowed } from '@/components/ui/narrowed';
import { sizeText } from '@/components/ui/sizes';
import { type Overview, type SenderSum, senderKey, senderName } from '@/lib/mail/overview';
import { everything, selectRecords } from '@/lib/store/copies';
import type { MarkChange } from '@/lib/store/marks';
import type { MessageRecord } from '@/lib/store/schema';
import { LeaveSender } from './LeaveSender';

type Order = 'messages' | 'octets' | 'last' | 'unread';
const orders: readonly Order[] = ['messages', 'octets', 'unread', 'last'];
const day = 86_400_000;
/** More are found by typing. */
const shown = 50;

/** Who the mail comes from: how much, how large, when one was last read; and what can be done with all of it. */
export function Senders({ overview }: { overview: Overview }) {
  const t = useTranslations('overview');
  const locale = useLocale();
  const format = useFormatter();
  const [order, setOrder] = useState<Order>('messages');
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<SenderSum | null>(null);
  const [listsOnly, setListsOnly] = useState(false);
  const all = [...overview.senders.values()].filter(
    ({ key, list }) => key !== '' && (!listsOnly || list !== null),
  );
  const senders = narrowed(
    all,
    text,
    (sender) => `${senderName(sender)} ${sender.name} ${sender.address} ${sender.key}`,
  ).sort((a, b) => b[order] - a[order] || b.messages - a.messages);
  return (
    <Group title={t('sendersTitle')} text={t('sendersText')}>
      <div className="mb-3 grid max-w-120 grid-cols-2 items-end gap-3 max-sm:grid-cols-1">
        <Field
          label={t('find')}
          value={text}
          dir="auto"
          maxLength={200}
          onChange={(event) => setText(event.target.value)}
        />
        <Choice
          label={t('order')}
          value={order}
          options={orders.map((value) => ({ value, label: t(`orders.${value}`) }))}
          onChange={setOrder}
        />
      </div>
      <div className="mb-2">
        <Check label={t('listsOnly')} checked={listsOnly} onChange={setListsOnly} />
      </div>
      <ul className="divide-y divide-line">
        {senders.slice(0, shown).map((sender) => (
          <li key={sender.key} className="flex flex-wrap items-center gap-x-4 gap-y-1 py-2">
            <button
              type="button"
              onClick={() => showMail(sender)}
              className="focus-inside min-w-0 flex-1 basis-60 rounded-md text-start hover:text-accent"
            >
              <bdi className="block truncate font-semibold">{senderName(sender)}</bdi>
              <bdi className="block truncate text-sm text-ink-3">
                {sender.list === null ? sender.address : t('list', { id: sender.list })}
              </bdi>
            </button>
            <span className="text-sm text-ink-2 tabular-nums">
              {t('amount', { count: sender.messages, size: sizeText(sender.octets, locale) })}
              {' · '}
              {sender.lastRead === null
                ? t('neverRead')
                : t('lastRead', { date: format.dateTime(sender.lastRead, { dateStyle: 'medium' }) })}
            </span>
            <Button className="h-8.5!" onClick={() => setChosen(sender)}>
              {t('act')}
            </Button>
          </li>
        ))}
      </ul>
      {senders.length > shown && (
        <p className="mt-2 text-sm text-ink-3">{t('more', { count: senders.length - shown })}</p>
      )}
      {chosen && <SenderDialog sender={chosen} onClose={() => setChosen(null)} />}
    </Group>
  );
}

/** What can be done with all mail of a sender; each is told and can be undone. */
function SenderDialog({ sender, onClose }: { sender: SenderSum; onClose: () => void }) {
  const t = useTranslations('overview');
  const [days, setDays] = useState('365');
  const [busy, setBusy] = useState(false);
  const act = async (change: MarkChange, which: (record: MessageRecord) => boolean) => {
    setBusy(true);
    try {
      await changeAll(sender.key, change, which);
      onClose();
    } catch {
      failed();
      setBusy(false);
    }
  };
  const before = (count: number) => (record: MessageRecord) =>
    record.folder !== 'trash' && record.date < Date.now() - count * day;
  return (
    <Modal title={senderName(sender)} onClose={onClose}>
      <p className="mb-4 text-sm text-ink-3">
        <bdi>{sender.list === null ? sender.address : t('list', { id: sender.list })}</bdi>
      </p>
      <div className="grid gap-4">
        <Button
          busy={busy}
          onClick={() => void act({ folder: 'archive' }, ({ folder }) => folder === 'inbox')}
        >
          <Archive aria-hidden />
          {t('archiveAll')}
        </Button>
        <div className="flex items-end gap-2 border-t border-line pt-4">
          <div className="min-w-0 flex-1">
            <Choice
              label={t('olderThan')}
              value={days}
              options={['0', '30', '90', '365', '730'].map((value) => ({
                value,
                label: t('days', { days: Number(value) }),
              }))}
              onChange={setDays}
            />
          </div>
          <Button
            className="h-11"
            busy={busy}
            onClick={() => void act({ folder: 'trash' }, before(Number(days)))}
          >
            <Trash2 aria-hidden />
            {t('deleteOlder')}
          </Button>
        </div>
        <p className="text-sm text-pretty text-ink-3">{t('deleteNote')}</p>
        <div className="grid gap-1 border-t border-line pt-3">
          <Button kind="quiet" onClick={() => showMail(sender)}>
            {t('show')}
          </Button>
          <LeaveSender sender={sender} />
        </div>
      </div>
      <DoneNotice on="dialog" />
    </Modal>
  );
}

export function showMail({ list, address }: SenderSum): void {
  navigate({ q: `in:anywhere ${list === null ? `from:"${address}"` : `list:"${list}"`}` });
}

async function changeAll(
  key: string,
  change: MarkChange,
  which: (record: MessageRecord) => boolean,
): Promise<void> {
  const ids: number[] = [];
  for await (const records of selectRecords(everything)) {
    for (const record of records) {
      if (senderKey(record.envelope) === key && which(record)) ids.push(record.id);
    }
  }
  if (ids.length > atOnce) working(ids.length);
  const { changed, error, undo } = await changeMany(ids, change, (sofar) => working(ids.length, sofar));
  if (changed > 0) done(deedOf(change), changed, undo);
  if (error) throw error;
}
