'use client';

import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { Field } from '@/components/ui/Field';
import type { Draft, DraftProblem } from './policyDraft';

const rules = ['never', 'age', 'newest', 'octets', 'at-once'] as const;
const fieldOf = { age: 'days', newest: 'messages', octets: 'megabytes' } as const;

/** What leaves the server by itself: one rule, and the number that it takes. */
export function RuleChoice({
  draft,
  problem,
  onChange,
}: {
  draft: Draft;
  problem: DraftProblem | null;
  onChange: (part: Partial<Draft>) => void;
}) {
  const t = useTranslations('server');
  const name = useId();
  const field = draft.rule === 'never' || draft.rule === 'at-once' ? null : fieldOf[draft.rule];
  return (
    <fieldset className="grid gap-2">
      <legend className="sr-only">{t('rule')}</legend>
      {rules.map((rule) => (
        <div key={rule}>
          <label className="grid min-h-9 cursor-pointer grid-cols-[auto_1fr] gap-x-2.5 rounded-lg py-1 max-sm:min-h-11">
            <input
              type="radio"
              name={name}
              value={rule}
              checked={draft.rule === rule}
              onChange={() => onChange({ rule })}
              className="mt-0.5 size-4.5 accent-accent pointer-coarse:size-6"
            />
            <span>
              <span className="block font-semibold">{t(`rules.${rule}.label`)}</span>
              <span className="block text-sm text-pretty text-ink-3">{t(`rules.${rule}.text`)}</span>
            </span>
          </label>
          {rule === draft.rule && field && (
            <Field
              className="ms-7 mt-1 mb-2 max-w-50"
              label={t(`fields.${field}`)}
              inputMode="numeric"
              autoComplete="off"
              value={draft[field]}
              problem={problem === field ? t(`fields.${field}Wrong`) : null}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          )}
        </div>
      ))}
    </fieldset>
  );
}
