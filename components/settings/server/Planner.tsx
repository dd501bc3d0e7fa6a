'use client';

import { useLocale, useTranslations } from 'next-intl';
import { useState } from 'react';
import { sync } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { sizeText } from '@/components/ui/sizes';
import { wantDeletion } from '@/lib/store/deletions';
import { getMessages } from '@/lib/store/messages';
import type { MessageRecord } from '@/lib/store/schema';
import { planSpace, type SpacePlan, safeHere } from '@/lib/sync/policy';
import { Gate } from './Gate';
import { whole } from './policyDraft';
import type { ServerMail } from './useServerMail';

const megabyte = 1_000_000;
/** So many of the messages are named; the rest is counted. */
const named = 8;

type Step =
  | { at: 'asking'; wrong: boolean }
  | { at: 'planned'; plan: SpacePlan; examples: MessageRecord[] }
  | { at: 'done'; count: number }
  | { at: 'failed' };

/** Making room on the server: how much, which messages that takes, and a word before they are asked for. */
export function Planner({ mail, onSafety }: { mail: ServerMail; onSafety: () => void }) {
  const { account, ledger, deletions, damaged, safety } = mail;
  const t = useTranslations('server.plan');
  const list = useTranslations('list');
  const locale = useLocale();
  const [megabytes, setMegabytes] = useState('100');
  const [step, setStep] = useState<Step>({ at: 'asking', wrong: false });
  const [word, setWord] = useState<'none' | 'missing' | 'given'>('none');
  const accepted = account.policy?.accepted ?? false;
  // An export holds what came before it: what has come since is as much at risk as without one.
  const asks =
    step.at === 'planned' && step.plan.messages.some((entry) => !safeHere(entry, safety, accepted));
  const size = (octets: number) => sizeText(octets, locale);

  const plan = async () => {
    const wanted = whole(megabytes, 1, 10_000_000);
    if (wanted === null) {
      setStep({ at: 'asking', wrong: true });
      return;
    }
    const found = planSpace(wanted * megabyte, ledger, deletions, damaged);
    const examples = await getMessages(found.messages.slice(0, named).map(({ id }) => id));
    setStep({ at: 'planned', plan: found, examples });
  };
  const remove = async ({ messages }: SpacePlan) => {
    if (asks && word !== 'given') {
      setWord('missing');
      return;
    }
    try {
      const records = await getMessages(messages.map(({ id }) => id));
      setStep({ at: 'done', count: await wantDeletion(records, 'chosen', Date.now(), asks) });
      sync()?.check(account.id);
    } catch {
      setStep({ at: 'failed' });
    }
  };

  return (
    <div className="grid max-w-150 gap-4">
      <form
        noValidate
        className="flex flex-wrap items-end gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          plan().catch(() => setStep({ at: 'failed' }));
        }}
      >
        <Field
          className="w-50"
          label={t('field')}
          inputMode="numeric"
          autoComplete="off"
          value={megabytes}
          problem={step.at === 'asking' && step.wrong ? t('wrong') : null}
          onChange={(event) => setMegabytes(event.target.value)}
        />
        <Button type="submit" className="h-11">
          {t('plan')}
        </Button>
      </form>
      <div role="status" className="grid gap-3 text-sm">
        {step.at === 'failed' && <p className="text-bad">{t('failed')}</p>}
        {step.at === 'done' && <p>{t('done', { count: step.count })}</p>}
        {step.at === 'planned' && step.plan.messages.length === 0 && <p>{t('nothing')}</p>}
        {step.at === 'planned' && step.plan.messages.length > 0 && (
          <>
            <p className="font-semibold">
              {t(step.plan.enough ? 'enough' : 'tooLittle', {
                count: step.plan.messages.length,
                size: size(step.plan.octets),
              })}
            </p>
            <ul className="grid gap-1 text-ink-2">
              {step.examples.map((record) => (
                <li key={record.id} className="flex gap-3">
                  <span className="min-w-0 flex-1 truncate" dir="auto">
                    {record.envelope.subject || list('noSubject')}
                  </span>
                  <span className="shrink-0 tabular-nums">{size(record.size)}</span>
                </li>
              ))}
              {step.plan.messages.length > step.examples.length && (
                <li>{t('more', { count: step.plan.messages.length - step.examples.length })}</li>
              )}
            </ul>
            <p className="text-pretty text-ink-3">{t('verified')}</p>
            {asks && (
              <Gate
                accepted={word === 'given'}
                missing={word === 'missing'}
                onAccept={(given) => setWord(given ? 'given' : 'none')}
                onSafety={onSafety}
              />
            )}
            <Button kind="danger" className="justify-self-start" onClick={() => void remove(step.plan)}>
              {t('remove', { count: step.plan.messages.length })}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}
