'use client';

import { Plus } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useAccounts } from '@/components/accounts/useAccounts';
import { DoneNotice } from '@/components/actions/DoneNotice';
import { done } from '@/components/actions/done';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';
import { Field } from '@/components/ui/Field';
import { Modal } from '@/components/ui/Modal';
import type { Rule } from '@/lib/rules/types';
import { deleteRule, restoreRule, saveRule } from '@/lib/store/rules';
import { ActionRow } from './ActionRow';
import { ConditionRow, Select } from './ConditionRow';
import { type Draft, emptyRule, openRule, troubleOf, useDraft } from './draft';
import { RulePreview } from './RulePreview';

const close = () => openRule(null);

/** The form for a rule, where it was asked for. */
export function RuleForm({ where }: Pick<Draft, 'where'>) {
  const draft = useDraft(where);
  if (!draft) return null;
  return (
    <OrganisingTexts>
      <Form key={draft.id ?? 'new'} draft={draft} />
    </OrganisingTexts>
  );
}

function Form({ draft }: { draft: Draft }) {
  const t = useTranslations('rules');
  const accounts = useAccounts().value ?? [];
  const [rule, setRule] = useState<Rule>(draft.rule);
  const [trouble, setTrouble] = useState<ReturnType<typeof troubleOf> | 'failed'>(null);
  const change = (part: Partial<Rule>) => {
    setRule((before) => ({ ...before, ...part }));
    setTrouble(null);
  };
  const { conditions, actions } = rule;
  const replaced = <Item,>(items: readonly Item[], index: number, next: Item | null): Item[] =>
    items.flatMap((item, at) => (at !== index ? [item] : next === null ? [] : [next]));
  const save = async () => {
    const found = troubleOf(rule);
    setTrouble(found);
    if (found) return;
    try {
      const { id, before } = await saveRule({ ...rule, name: rule.name.trim() }, draft.id);
      done(before ? 'ruleChanged' : 'ruleAdded', 0, () => (before ? restoreRule(before) : deleteRule(id)));
      close();
    } catch {
      setTrouble('failed');
    }
  };
  return (
    <Modal wide title={t(draft.id === null ? 'addTitle' : 'changeTitle')} onClose={close}>
      <div className="grid gap-5">
        <Field
          label={t('name')}
          data-first
          dir="auto"
          value={rule.name}
          maxLength={100}
          autoComplete="off"
          problem={trouble === 'unnamed' ? t('trouble.unnamed') : null}
          onChange={(event) => change({ name: event.target.value })}
        />
        <fieldset>
          <legend className="mb-2 text-sm font-semibold">{t('when')}</legend>
          <Select
            label={t('match')}
            value={rule.match}
            options={[
              ['all', t('all')],
              ['any', t('any')],
            ]}
            onChange={(match) => change({ match: match as Rule['match'] })}
          />
          <ul className="mt-2 grid gap-2">
            {conditions.map((condition, index) => (
              <ConditionRow
                key={index}
                condition={condition}
                accounts={accounts}
                onChange={(next) => change({ conditions: replaced(conditions, index, next) })}
                onRemove={() => change({ conditions: replaced(conditions, index, null) })}
              />
            ))}
          </ul>
          <Button
            kind="quiet"
            className="mt-1 -ms-2.5"
            onClick={() => change({ conditions: [...conditions, ...emptyRule.conditions] })}
          >
            <Plus aria-hidden />
            {t('addCondition')}
          </Button>
        </fieldset>
        <fieldset>
          <legend className="mb-2 text-sm font-semibold">{t('then')}</legend>
          <ul className="grid gap-2">
            {actions.map((action, index) => (
              <ActionRow
                key={index}
                action={action}
                onChange={(next) => change({ actions: replaced(actions, index, next) })}
                onRemove={() => change({ actions: replaced(actions, index, null) })}
              />
            ))}
          </ul>
          <Button
            kind="quiet"
            className="mt-1 -ms-2.5"
            onClick={() => change({ actions: [...actions, { kind: 'star' }] })}
          >
            <Plus aria-hidden />
            {t('addAction')}
          </Button>
          <div className="mt-3">
            <Check label={t('stop')} checked={rule.stop} onChange={(stop) => change({ stop })} />
          </div>
        </fieldset>
        <RulePreview rules={[{ ...rule, on: true }]} />
        {trouble && trouble !== 'unnamed' && (
          <p role="alert" className="text-bad">
            {t(`trouble.${trouble}`)}
          </p>
        )}
        <div className="flex justify-end gap-2 max-sm:flex-col-reverse">
          <Button onClick={close}>{t('cancel')}</Button>
          <Button kind="primary" onClick={() => void save()}>
            {t('save')}
          </Button>
        </div>
      </div>
      <DoneNotice on="dialog" />
    </Modal>
  );
}
