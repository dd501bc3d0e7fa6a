'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { sizeText } from '@/components/ui/sizes';
import type { Policy } from '@/lib/store/records/account';
import { type Amount, previewOf } from '@/lib/sync/policy';
import type { ServerMail } from './useServerMail';

/** What a policy would do as things stand: how many go, how many stay, and which stay although it names them. */
export function Numbers({ mail, policy }: { mail: ServerMail; policy: Policy }) {
  const t = useTranslations('server.numbers');
  const locale = useLocale();
  const { ledger, deletions, damaged, account } = mail;
  const { remove } = policy;
  // The rule alone counts: neither the time nor what else the form holds changes the numbers.
  const rule = JSON.stringify(remove);
  const preview = useMemo(
    () => previewOf(policy, ledger, deletions, Date.now(), damaged),
    [rule, ledger, deletions, damaged],
  );
  const size = ({ octets }: Amount) => sizeText(octets, locale);
  const { removed, staying, kept } = preview;
  const known = removed.messages + staying.messages;
  const notHere = Math.max(0, (account.seen?.count ?? 0) - known);
  const words = remove.kind === 'age' ? 'byAge' : 'now';
  return (
    <section aria-label={t('title')} className="rounded-xl border border-line bg-paper p-4 text-sm">
      <p className="font-semibold">
        {remove.kind === 'never'
          ? t('none')
          : t(policy.dryRun ? 'trial' : words, { count: removed.messages, size: size(removed) })}
      </p>
      <ul className="mt-1.5 grid gap-1 text-ink-2">
        <li>{t('staying', { count: staying.messages, size: size(staying) })}</li>
        {notHere > 0 && <li>{t('notHere', { count: notHere })}</li>}
        {kept.map(({ because, amount }) => (
          <li key={because}>
            {t('kept', { count: amount.messages, size: size(amount) })} {t(`because.${because}`)}
          </li>
        ))}
      </ul>
    </section>
  );
}
