'use client';

import { ShieldQuestion } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { done } from '@/components/actions/done';
import { useStored } from '@/components/shell/useStored';
import { Button } from '@/components/ui/Button';
import { type Form, forms, trades } from '@/lib/junk/names';
import { verdictOf } from '@/lib/store/junk/arrivals';
import { teachGood, unteach } from '@/lib/store/junk/lessons';
import { chooseJunkSender } from '@/lib/store/junk/senders';
import type { Clue } from '@/lib/store/records/junk';
import type { MessageRecord } from '@/lib/store/schema';

interface Props {
  record: MessageRecord;
  /** Null while messages are chosen in the list, and where it is not the one that is read. */
  onAction: ((action: Action) => void) | null;
}

/** Says that the filter moved a message to Junk, or that it may be junk, and why; and what to do where that is wrong. */
export function JunkNote({ record, onAction }: Props) {
  const t = useTranslations('junk');
  const { id, folder } = record;
  const { value: verdict } = useStored(
    () => verdictOf(id).then((found) => found ?? null),
    (change) => change.kind === 'junk' || change.kind === 'messages',
  );
  const [failed, setFailed] = useState(false);
  if (!verdict) return null;
  const moved = verdict.verdict === 'junk' && folder === 'junk';
  if (!moved && (verdict.verdict !== 'unsure' || folder === 'junk' || folder === 'trash')) return null;
  const sender = record.envelope.from[0]?.address ?? '';
  const act = (work: Promise<unknown>) => {
    work.then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  // The move and the choice are taken back together.
  const allow = async (move: NonNullable<Props['onAction']>) => {
    const before = await chooseJunkSender(sender, 'allowed');
    move({ folder: 'inbox', undone: () => chooseJunkSender(sender, before) });
  };
  const teach = async () => {
    const before = await teachGood(id);
    if (before) done('notJunk', 1, () => unteach(id, before));
  };
  const notJunk = () => (moved ? onAction?.('notJunk') : act(teach()));
  return (
    <section aria-label={t('title')} className="mt-4 rounded-[10px] bg-paper px-3 py-2.5 text-sm text-ink-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <ShieldQuestion aria-hidden className="size-4.5 shrink-0" />
        <p className="min-w-40 flex-1 text-pretty">{t(`${verdict.verdict}.${verdict.reason}`)}</p>
        {onAction && (
          <span className="flex flex-wrap gap-2">
            <Button onClick={notJunk}>{t('notJunk')}</Button>
            {!moved && <Button onClick={() => onAction('junk')}>{t('isJunk')}</Button>}
          </span>
        )}
      </div>
      {verdict.against.length + verdict.inFavour.length > 0 && (
        <details className="mt-1.5">
          <summary className="focus-inside w-fit cursor-pointer rounded-md py-1 text-accent">
            {t('why')}
          </summary>
          <Clues title={t('against')} clues={verdict.against} />
          <Clues title={t('inFavour')} clues={verdict.inFavour} />
        </details>
      )}
      {moved && onAction && sender !== '' && (
        <Button kind="quiet" className="mt-1 -ms-3.5 max-w-full" onClick={() => act(allow(onAction))}>
          <span className="truncate">{t('allow', { sender })}</span>
        </Button>
      )}
      {failed && (
        <p role="alert" className="mt-1 text-bad">
          {t('failed')}
        </p>
      )}
    </section>
  );
}

function Clues({ title, clues }: { title: string; clues: readonly Clue[] }) {
  if (clues.length === 0) return null;
  return (
    <div className="mt-1.5">
      <p className="font-semibold">{title}</p>
      <ul className="mt-0.5 list-disc ps-5">
        {clues.map((clue) => (
          <li key={`${clue.kind} ${clue.text}`} className="[overflow-wrap:anywhere]">
            <Words clue={clue} />
          </li>
        ))}
      </ul>
    </div>
  );
}

const withText = [
  ...(['subject', 'word', 'sender', 'senderUser', 'senderDomain', 'senderName', 'replyDomain'] as const),
  ...(['list', 'mailer', 'link', 'linkDomain', 'file', 'part', 'charset', 'letters'] as const),
] as const;

function Words({ clue: { kind, text } }: { clue: Clue }) {
  const t = useTranslations('junk');
  if (kind === 'form' && isForm(text)) return t(`form.${text}`);
  const trade = kind === 'trade' ? trades.find((each) => each === text.split(' ')[0]) : undefined;
  if (trade) return t(`trade.${trade}`);
  if (kind === 'server') return t(text === 'junk' ? 'clue.serverJunk' : 'clue.serverClean');
  const known = withText.find((each) => each === kind);
  return known ? t(`clue.${known}`, { text }) : text;
}

const isForm = (text: string): text is Form => (forms as readonly string[]).includes(text);
