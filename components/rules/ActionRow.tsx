'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { usePlaces } from '@/components/places/usePlaces';
import { IconButton } from '@/components/ui/IconButton';
import type { RuleAction } from '@/lib/rules/types';
import { pathOf } from '@/lib/store/places';
import { Select } from './ConditionRow';

interface Props {
  action: RuleAction;
  onChange: (action: RuleAction) => void;
  onRemove: () => void;
}

const kinds = ['move', 'label', 'star', 'read', 'quiet', 'server'] as const;
const system = ['archive', 'trash', 'junk', 'inbox'] as const;

/** One thing that a rule does. */
export function ActionRow({ action, onChange, onRemove }: Props) {
  const t = useTranslations();
  const places = usePlaces();
  const folders = places?.folders ?? [];
  const labels = places?.labels ?? [];
  const asKind = (kind: string): RuleAction =>
    kind === 'move'
      ? { kind, folder: folders[0]?.id ?? 'archive' }
      : kind === 'label'
        ? { kind, label: labels[0]?.id ?? '' }
        : { kind: kind as Exclude<RuleAction['kind'], 'move' | 'label'> };
  return (
    <li className="flex items-start gap-2">
      <div className="flex min-w-0 flex-wrap items-center gap-2">
        <Select
          label={t('rules.does')}
          value={action.kind}
          options={kinds.map((each) => [each, t(`rules.actions.${each}`)])}
          onChange={(kind) => onChange(asKind(kind))}
        />
        {action.kind === 'move' && (
          <Select
            label={t('rules.folder')}
            value={action.folder}
            options={[
              ...folders.map(({ id }) => [id, pathOf(folders, id).join(' / ')] as const),
              ...system.map((each) => [each, t(`folders.${each}`)] as const),
            ]}
            onChange={(folder) => onChange({ kind: 'move', folder })}
          />
        )}
        {action.kind === 'label' && labels.length > 0 && (
          <Select
            label={t('rules.labelName')}
            value={action.label}
            options={labels.map(({ id, name }) => [id, name])}
            onChange={(label) => onChange({ kind: 'label', label })}
          />
        )}
        {action.kind === 'label' && labels.length === 0 && (
          <span className="text-sm text-ink-3">{t('rules.noLabels')}</span>
        )}
        {action.kind === 'server' && (
          <span className="basis-full text-sm text-ink-3">{t('rules.serverNote')}</span>
        )}
      </div>
      <IconButton
        label={t('rules.removeAction')}
        onClick={onRemove}
        className="mt-0.75 max-sm:mt-0 pointer-coarse:mt-0"
      >
        <X aria-hidden />
      </IconButton>
    </li>
  );
}
