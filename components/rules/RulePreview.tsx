'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { rowDate } from '@/components/mailbox/dates';
import { Button } from '@/components/ui/Button';
import type { Rule } from '@/lib/rules/types';
import { troubleOf } from './draft';
import { runRules } from './runRules';
import { type Scan, scan } from './scan';

/** Typing changes a rule with each key: what it would match is looked for when that rests, ms. */
const rest = 400;

/** What rules would have matched of the mail that is here, and the button that lets them do so now. */
export function RulePreview({ rules }: { rules: readonly Rule[] }) {
  const t = useTranslations('rules');
  const list = useTranslations('list');
  const locale = useLocale();
  const [found, setFound] = useState<Scan | null>(null);
  const [failed, setFailed] = useState(false);
  const [state, setState] = useState<'idle' | 'running' | 'done'>('idle');
  const asked = JSON.stringify(rules.map(({ match, conditions, on }) => ({ match, conditions, on })));
  const troubles = rules.map((rule) => troubleOf({ ...rule, name: rule.name || '-' }));
  const looks = troubles.every((trouble) => trouble === null || trouble === 'noAction');
  useEffect(() => {
    setFound(null);
    setFailed(false);
    setState('idle');
    if (!looks) return;
    const over = new AbortController();
    const wanted = JSON.parse(asked) as Rule[];
    const timer = setTimeout(() => {
      scan(wanted, (next) => !over.signal.aborted && setFound(next), over.signal).catch(
        () => !over.signal.aborted && setFailed(true),
      );
    }, rest);
    return () => {
      over.abort();
      clearTimeout(timer);
    };
  }, [asked, looks]);
  const run = async () => {
    if (!found) return;
    setState('running');
    try {
      await runRules(rules, found.fitting, () => setState('idle'));
      setState('done');
    } catch {
      setFailed(true);
      setState('idle');
    }
  };
  if (!looks) return null;
  return (
    <section aria-label={t('preview')} className="rounded-xl border border-line bg-paper p-4">
      <p role="status" className="font-semibold">
        {failed
          ? t('previewFailed')
          : !found
            ? t('looking')
            : found.ended
              ? t('found', { count: found.count, looked: found.looked })
              : t('foundSofar', { count: found.count, looked: found.looked })}
      </p>
      {found && found.first.length > 0 && (
        <ul className="mt-2 grid gap-1 text-sm">
          {found.first.map(({ id, envelope, date }) => (
            <li key={id} className="flex gap-2">
              <bdi className="max-w-[35%] shrink-0 truncate font-semibold">
                {envelope.from[0]?.name || envelope.from[0]?.address || list('noSender')}
              </bdi>
              <bdi className="min-w-0 flex-1 truncate text-ink-2">
                {envelope.subject || list('noSubject')}
              </bdi>
              <span className="shrink-0 text-ink-3">{rowDate(date, Date.now(), locale)}</span>
            </li>
          ))}
        </ul>
      )}
      {found?.ended && found.count > 0 && troubles.every((trouble) => trouble === null) && (
        <Button
          className="mt-3"
          busy={state === 'running'}
          disabled={state === 'done'}
          onClick={() => void run()}
        >
          {t(state === 'done' ? 'ran' : 'run', { count: found.count })}
        </Button>
      )}
    </section>
  );
}
