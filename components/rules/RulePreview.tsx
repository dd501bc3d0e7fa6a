'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { atOnce } from '@/components/actions/actions';
import { done, working } from '@/components/actions/done';
import { changeMany } from '@/components/actions/many';
import { mediumDate } from '@/components/mailbox/dates';
import { Button } from '@/components/ui/Button';
import { outcomeOf } from '@/lib/rules/evaluate';
import type { Rule } from '@/lib/rules/types';
import { wantDeletion } from '@/lib/store/deletions';
import { getMessages } from '@/lib/store/messages';
import { changeOf } from '@/lib/store/rules';
import { troubleOf } from './draft';
import { type Scan, scan } from './scan';

/** Typing changes a rule with each key: what it would match is looked for when that rests, ms. */
const rest = 400;

/** What a rule would have matched of the mail that is here, and the button that lets it do so now. */
export function RulePreview({ rule }: { rule: Rule }) {
  const t = useTranslations('rules');
  const list = useTranslations('list');
  const locale = useLocale();
  const [found, setFound] = useState<Scan | null>(null);
  const [failed, setFailed] = useState(false);
  const [state, setState] = useState<'idle' | 'running' | 'done'>('idle');
  const asked = JSON.stringify({ match: rule.match, conditions: rule.conditions });
  const trouble = troubleOf({ ...rule, name: rule.name || '-' });
  const looks = trouble === null || trouble === 'noAction';
  useEffect(() => {
    setFound(null);
    setFailed(false);
    setState('idle');
    if (!looks) return;
    const over = new AbortController();
    const wanted = { ...JSON.parse(asked), name: '', on: true, actions: [], stop: false } as Rule;
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
      await runRule(rule, found.ids);
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
              ? t('found', { count: found.ids.length, looked: found.looked })
              : t('foundSofar', { count: found.ids.length, looked: found.looked })}
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
              <span className="shrink-0 text-ink-3">{mediumDate(date, locale)}</span>
            </li>
          ))}
        </ul>
      )}
      {found?.ended && found.ids.length > 0 && trouble === null && (
        <Button
          className="mt-3"
          busy={state === 'running'}
          disabled={state === 'done'}
          onClick={() => void run()}
        >
          {t(state === 'done' ? 'ran' : 'run', { count: found.ids.length })}
        </Button>
      )}
    </section>
  );
}

/** Does to mail that is here what a rule wants; told, and undone, as one thing. */
async function runRule(rule: Rule, ids: readonly number[]): Promise<void> {
  const always = { account: '', size: 1, attachments: false, headers: [], body: null };
  const one: Rule = {
    ...rule,
    on: true,
    match: 'all',
    conditions: [{ kind: 'size', how: 'larger', octets: 0 }],
  };
  const outcome = outcomeOf([one], always);
  if (!outcome) return;
  if (ids.length > atOnce) working(ids.length);
  const { changed, error, undo } = await changeMany(ids, changeOf(outcome), (sofar) =>
    working(ids.length, sofar),
  );
  if (outcome.server)
    for (let at = 0; at < ids.length; at += atOnce)
      await wantDeletion(await getMessages(ids.slice(at, at + atOnce)), 'chosen');
  if (changed > 0) done('ruled', changed, undo);
  if (error) throw error;
}
