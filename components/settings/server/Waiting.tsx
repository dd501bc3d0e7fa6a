'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { sync } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import { updateAccount } from '@/lib/store/accounts';
import { askAgain, leaveEverything, withdrawDeletion } from '@/lib/store/deletions';
import type { DeletionRecord, KeptBecause } from '@/lib/store/records/deletions';
import { Group } from '../Group';
import type { ServerMail } from './useServerMail';

/** What is about to leave the server and can be taken back, what was sent, and what stays for a reason. */
export function Waiting({ mail: { account, deletions } }: { mail: ServerMail }) {
  const t = useTranslations('server');
  const locale = useLocale();
  const [failed, setFailed] = useState(false);
  const policy = account.policy ?? leaveEverything;
  const begins = policy.since + policy.delay;
  const pending = policy.remove.kind !== 'never' && !policy.dryRun && begins > Date.now();
  const wanted = deletions.filter(({ state, reason }) => state === 'wanted' && byPerson.has(reason));
  const sent = deletions.filter(({ state }) => state === 'sent');
  const kept = deletions.filter(({ state }) => state === 'kept');
  if (!pending && wanted.length + sent.length + kept.length === 0) return null;
  const attempt = (work: () => Promise<unknown>) => () => {
    setFailed(false);
    work().catch(() => setFailed(true));
  };
  const time = (at: number) =>
    new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }).format(at);
  const first = Math.min(...wanted.map(({ notBefore }) => notBefore));
  return (
    <Group title={t('waiting.title')}>
      <ul className="grid max-w-150 gap-3 text-sm">
        {pending && (
          <Line
            text={t('waiting.begins', { time: time(begins) })}
            action={t('waiting.stop')}
            onAction={attempt(() =>
              updateAccount(account.id, { policy: { ...policy, remove: { kind: 'never' } } }),
            )}
          />
        )}
        {wanted.length > 0 && (
          <Line
            text={t('waiting.wanted', { count: wanted.length, time: time(first) })}
            action={t('waiting.takeBack')}
            onAction={attempt(() => withdrawDeletion(wanted))}
          />
        )}
        {sent.length > 0 && <Line text={t('waiting.sent', { count: sent.length })} />}
        {[...byReason(kept)].map(([because, records]) => (
          <Line
            key={because}
            text={`${t('waiting.kept', { count: records.length })} ${t(`numbers.because.${because}`)}`}
            action={t('waiting.tryAgain')}
            onAction={attempt(async () => {
              await askAgain(records);
              sync()?.check(account.id);
            })}
          />
        ))}
      </ul>
      {failed && (
        <p role="alert" className="mt-3 text-sm text-bad">
          {t('notApplied')}
        </p>
      )}
    </Group>
  );
}

const byPerson: ReadonlySet<string> = new Set(['trash', 'deleted', 'chosen']);

function byReason(kept: readonly DeletionRecord[]): Map<KeptBecause, DeletionRecord[]> {
  const groups = new Map<KeptBecause, DeletionRecord[]>();
  for (const record of kept) {
    if (record.kept) groups.set(record.kept, [...(groups.get(record.kept) ?? []), record]);
  }
  return groups;
}

function Line({ text, action, onAction }: { text: string; action?: string; onAction?: () => void }) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <span className="min-w-0 flex-1 text-pretty">{text}</span>
      {action && <Button onClick={onAction}>{action}</Button>}
    </li>
  );
}
