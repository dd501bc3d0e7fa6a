'use client';

import { useTranslations } from 'next-intl';
import { type FormEvent, useEffect, useState } from 'react';
import { sync } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';
import { Choice } from '@/components/ui/Choice';
import { updateAccount } from '@/lib/store/accounts';
import { mayDeleteFromServer } from '@/lib/sync/policy';
import { Gate } from './Gate';
import { Numbers } from './Numbers';
import { delays, deletes, draftOf, policyOf, sizes } from './policyDraft';
import { RuleChoice } from './RuleChoice';
import type { ServerMail } from './useServerMail';

interface Props {
  mail: ServerMail;
  /** The browser may have promised to keep the mail. */
  onSafety: () => void;
}

/** The choice of a policy, its consequences in numbers, and the button that makes it so. */
export function PolicyForm({ mail, onSafety }: Props) {
  const t = useTranslations('server');
  const { account, safety } = mail;
  const [draft, setDraft] = useState(() => draftOf(account.policy));
  const [state, setState] = useState<'editing' | 'refused' | 'saved' | 'failed'>('editing');
  // Chosen elsewhere meanwhile, or stopped below: the form shows what holds.
  const holds = JSON.stringify(account.policy);
  useEffect(() => setDraft(draftOf(account.policy)), [holds]);
  const change = (part: Partial<typeof draft>) => {
    setDraft({ ...draft, ...part });
    setState('editing');
  };
  const result = policyOf(draft, Date.now());
  const problem = 'problem' in result ? result.problem : null;
  const asks = deletes(draft) && !draft.dryRun && !mayDeleteFromServer(safety, false);

  const apply = async (event: FormEvent) => {
    event.preventDefault();
    if ('problem' in result || (asks && !draft.accepted)) {
      setState('refused');
      return;
    }
    try {
      await updateAccount(account.id, { policy: result.policy });
      setState('saved');
      // What it names now may go as soon as its delay allows.
      sync()?.check(account.id);
    } catch {
      setState('failed');
    }
  };

  return (
    <form onSubmit={apply} noValidate className="grid max-w-150 gap-4">
      <RuleChoice draft={draft} problem={problem} onChange={change} />
      <Check
        strong
        checked={draft.withTrash}
        onChange={(withTrash) => change({ withTrash })}
        label={t('withTrash')}
      >
        {t('withTrashText')}
      </Check>
      <div className="grid gap-4 sm:grid-cols-2">
        <Choice
          label={t('most')}
          value={draft.most}
          options={sizes.map((size) => ({
            value: size as string,
            label: size === 'none' ? t('mostNone') : t('mostOver', { megabytes: size }),
          }))}
          onChange={(most) => change({ most })}
        />
        <Choice
          label={t('delay')}
          value={draft.delay}
          options={delays.map((minutes) => ({ value: minutes as string, label: t(`delays.${minutes}`) }))}
          onChange={(delay) => change({ delay })}
        />
      </div>
      {draft.most !== 'none' && !account.capabilities.top && (
        <p className="text-sm text-warn">{t('mostWithoutTop')}</p>
      )}
      <Check strong checked={draft.dryRun} onChange={(dryRun) => change({ dryRun })} label={t('dryRun')}>
        {t('dryRunText')}
      </Check>
      {'policy' in result && <Numbers mail={mail} policy={result.policy} />}
      {asks && (
        <Gate
          accepted={draft.accepted}
          missing={state === 'refused' && !draft.accepted}
          onAccept={(accepted) => change({ accepted })}
          onSafety={onSafety}
        />
      )}
      <div className="flex flex-wrap items-center gap-3">
        <Button type="submit" kind="primary">
          {t('apply')}
        </Button>
        <p role="status" className="text-sm text-ink-2">
          {state === 'saved' && t('applied')}
          {state === 'failed' && t('notApplied')}
        </p>
      </div>
    </form>
  );
}
