'use client';

import { ArrowDown, ArrowUp, Download, Pencil, Play, Plus, Trash2 } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { Group } from '@/components/settings/Group';
import type { SectionProps } from '@/components/settings/sections';
import { useStored } from '@/components/shell/useStored';
import { Button } from '@/components/ui/Button';
import { IconButton } from '@/components/ui/IconButton';
import { sieveOf } from '@/lib/rules/sieve';
import { pathOf, readPlaces } from '@/lib/store/places';
import { isOwnFolder } from '@/lib/store/records/places';
import type { RuleRecord } from '@/lib/store/records/rules';
import { readRules } from '@/lib/store/rules';
import { Select } from './ConditionRow';
import { emptyRule, openRule } from './draft';
import { RuleForm } from './RuleForm';
import { RulePreview } from './RulePreview';
import { bareRule, moveRule, removeRule, switchRule } from './ruleSteps';

/** All rules in their order, and the way to have them on another server. */
export function RulesSection(props: SectionProps) {
  return (
    <OrganisingTexts>
      <Rules {...props} />
      <RuleForm where="settings" />
    </OrganisingTexts>
  );
}

function Rules({ accounts }: SectionProps) {
  const t = useTranslations('rules');
  const { value: rules, error } = useStored(readRules, ({ kind }) => kind === 'rules');
  const [failed, setFailed] = useState(false);
  const attempt = (work: Promise<unknown>) => void work.catch(() => setFailed(true));
  return (
    <>
      <Group title={t('title')} text={t('text')}>
        {(error || failed) && (
          <p role="alert" className="mb-3 text-bad">
            {t('trouble.failed')}
          </p>
        )}
        {rules?.length === 0 && <p className="mb-3 text-ink-3">{t('none')}</p>}
        <ol className="mb-3 divide-y divide-line">
          {rules?.map((rule, index) => (
            <li key={rule.id} className="flex items-center gap-1 py-1.5">
              <label className="flex min-h-9 min-w-0 flex-1 items-center gap-3 pointer-coarse:min-h-11">
                <input
                  type="checkbox"
                  checked={rule.on}
                  onChange={() => attempt(switchRule(rule))}
                  className="size-4.5 shrink-0 accent-accent"
                />
                <bdi className="min-w-0 truncate">{rule.name}</bdi>
              </label>
              <IconButton
                label={t('up', { name: rule.name })}
                disabled={index === 0}
                onClick={() => attempt(moveRule(rules, index, -1))}
              >
                <ArrowUp aria-hidden />
              </IconButton>
              <IconButton
                label={t('down', { name: rule.name })}
                disabled={index === rules.length - 1}
                onClick={() => attempt(moveRule(rules, index, 1))}
              >
                <ArrowDown aria-hidden />
              </IconButton>
              <IconButton
                label={t('edit', { name: rule.name })}
                onClick={() => openRule({ where: 'settings', id: rule.id, rule: bareRule(rule) })}
              >
                <Pencil aria-hidden />
              </IconButton>
              <IconButton
                label={t('delete', { name: rule.name })}
                onClick={() => attempt(removeRule(rule.id))}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </li>
          ))}
        </ol>
        <Button kind="primary" onClick={() => openRule({ where: 'settings', id: null, rule: emptyRule })}>
          <Plus aria-hidden />
          {t('add')}
        </Button>
      </Group>
      {rules?.some(({ on }) => on) && <RunAll rules={rules} />}
      {rules && rules.length > 0 && <SieveExport rules={rules} accounts={accounts} />}
    </>
  );
}

/** All rules that are switched on, in their order, for the mail that is here. */
function RunAll({ rules }: { rules: readonly RuleRecord[] }) {
  const t = useTranslations('rules');
  const [open, setOpen] = useState(false);
  return (
    <Group title={t('hereTitle')} text={t('hereText')}>
      {open ? (
        <RulePreview rules={rules} />
      ) : (
        <Button onClick={() => setOpen(true)}>
          <Play aria-hidden />
          {t('runAll')}
        </Button>
      )}
    </Group>
  );
}

function SieveExport({
  rules,
  accounts,
}: {
  rules: readonly RuleRecord[];
  accounts: SectionProps['accounts'];
}) {
  const t = useTranslations('rules');
  const [account, setAccount] = useState(accounts[0]?.id ?? '');
  const save = async () => {
    const { folders, labels } = await readPlaces();
    const script = sieveOf(rules, {
      account,
      folder: (id) => (isOwnFolder(id) ? pathOf(folders, id).join('/') || null : null),
      label: (id) => labels.find((label) => label.id === id)?.name ?? null,
    });
    const address = URL.createObjectURL(new Blob([script], { type: 'application/sieve' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = 'postbag.sieve';
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <Group title={t('sieveTitle')} text={t('sieveText')}>
      <div className="flex flex-wrap items-center gap-2">
        {accounts.length > 1 && (
          <Select
            label={t('sieveAccount')}
            value={account}
            options={accounts.map(({ id, name }) => [id, name])}
            onChange={setAccount}
          />
        )}
        <Button onClick={() => void save()}>
          <Download aria-hidden />
          {t('sieveDo')}
        </Button>
      </div>
    </Group>
  );
}
