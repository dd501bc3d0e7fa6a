'use client';

import { X } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { classes } from '@/components/ui/classes';
import { fieldBox } from '@/components/ui/Field';
import { IconButton } from '@/components/ui/IconButton';
import type { Condition, How } from '@/lib/rules/types';
import type { AccountRecord } from '@/lib/store/records/account';

interface Props {
  condition: Condition;
  accounts: readonly AccountRecord[];
  onChange: (condition: Condition) => void;
  onRemove: () => void;
}

const headers = ['From', 'To', 'Cc', 'Subject'] as const;
const hows: readonly How[] = ['contains', 'containsNot', 'is', 'begins', 'ends', 'exists'];
const kinds = [...headers, 'header', 'body', 'list', 'size', 'attachment', 'account'] as const;
type Kind = (typeof kinds)[number];
const mega = 1024 * 1024;

const kindOf = (condition: Condition): Kind =>
  condition.kind === 'header'
    ? (headers.find((name) => name === condition.header) ?? 'header')
    : condition.kind;

/** A condition of another kind, with what was typed where that still makes sense. */
function asKind(kind: Kind, before: Condition, accounts: readonly AccountRecord[]): Condition {
  const value = 'value' in before && typeof before.value === 'string' ? before.value : '';
  const how = before.kind === 'header' ? before.how : 'contains';
  if (kind === 'header') return { kind, header: '', how, value };
  if (kind === 'body') return { kind, how: 'contains', value };
  if (kind === 'list') return { kind, value };
  if (kind === 'size') return { kind, how: 'larger', octets: mega };
  if (kind === 'attachment') return { kind, value: true };
  if (kind === 'account') return { kind, account: accounts[0]?.id ?? '' };
  return { kind: 'header', header: kind, how, value };
}

/** One condition of a rule: what of the message, how it compares, with what. */
export function ConditionRow({ condition, accounts, onChange, onRemove }: Props) {
  const t = useTranslations('rules');
  const kind = kindOf(condition);
  return (
    <li className="flex flex-wrap items-center gap-2">
      <Select
        label={t('what')}
        value={kind}
        options={kinds.map((each) => [each, t(`kinds.${each}`)])}
        onChange={(next) => onChange(asKind(next as Kind, condition, accounts))}
      />
      {kind === 'header' && condition.kind === 'header' && (
        <Text
          label={t('headerName')}
          value={condition.header}
          onChange={(header) => onChange({ ...condition, header })}
        />
      )}
      {condition.kind === 'header' && (
        <Select
          label={t('how')}
          value={condition.how}
          options={hows.map((each) => [each, t(`hows.${each}`)])}
          onChange={(how) => onChange({ ...condition, how: how as How })}
        />
      )}
      {condition.kind === 'body' && (
        <Select
          label={t('how')}
          value={condition.how}
          options={(['contains', 'containsNot'] as const).map((each) => [each, t(`hows.${each}`)])}
          onChange={(how) => onChange({ ...condition, how: how as 'contains' | 'containsNot' })}
        />
      )}
      {(condition.kind === 'body' ||
        condition.kind === 'list' ||
        (condition.kind === 'header' && condition.how !== 'exists')) && (
        <Text
          grow
          label={t('value')}
          value={condition.value}
          onChange={(value) => onChange({ ...condition, value })}
        />
      )}
      {condition.kind === 'size' && (
        <>
          <Select
            label={t('how')}
            value={condition.how}
            options={(['larger', 'smaller'] as const).map((each) => [each, t(`hows.${each}`)])}
            onChange={(how) => onChange({ ...condition, how: how as 'larger' | 'smaller' })}
          />
          <Megabytes
            label={t('megabytes')}
            octets={condition.octets}
            onChange={(octets) => onChange({ ...condition, octets })}
          />
          <span className="text-sm text-ink-3">MB</span>
        </>
      )}
      {condition.kind === 'attachment' && (
        <Select
          label={t('how')}
          value={String(condition.value)}
          options={[
            ['true', t('has')],
            ['false', t('hasNot')],
          ]}
          onChange={(value) => onChange({ ...condition, value: value === 'true' })}
        />
      )}
      {condition.kind === 'account' && (
        <Select
          label={t('value')}
          value={condition.account}
          options={accounts.map(({ id, name }) => [id, name])}
          onChange={(account) => onChange({ ...condition, account })}
        />
      )}
      <IconButton label={t('removeCondition')} onClick={onRemove}>
        <X aria-hidden />
      </IconButton>
    </li>
  );
}

export function Select({
  label,
  value,
  options,
  onChange,
}: {
  label: string;
  value: string;
  options: readonly (readonly [value: string, text: string])[];
  onChange: (value: string) => void;
}) {
  return (
    <select
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      className={classes(fieldBox, 'h-9.5! w-auto! max-w-full px-2.5! text-base! pointer-coarse:h-11!')}
    >
      {options.map(([each, text]) => (
        <option key={each} value={each}>
          {text}
        </option>
      ))}
    </select>
  );
}

/** What is typed stays as it is: “0.0” is no number yet that somebody means. */
function Megabytes({
  label,
  octets,
  onChange,
}: {
  label: string;
  octets: number;
  onChange: (octets: number) => void;
}) {
  const [text, setText] = useState(String(Math.round((octets / mega) * 100) / 100));
  return (
    <Text
      number
      label={label}
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(Math.round(Number(next) * mega));
      }}
    />
  );
}

function Text({
  label,
  value,
  grow = false,
  number = false,
  onChange,
}: {
  label: string;
  value: string;
  grow?: boolean;
  number?: boolean;
  onChange: (value: string) => void;
}) {
  return (
    <input
      aria-label={label}
      placeholder={number ? undefined : label}
      value={value}
      type={number ? 'number' : 'text'}
      min={number ? 0 : undefined}
      step={number ? 'any' : undefined}
      dir={number ? undefined : 'auto'}
      maxLength={500}
      autoComplete="off"
      onChange={(event) => onChange(event.target.value)}
      className={classes(
        fieldBox,
        'h-9.5! px-2.5! text-base! pointer-coarse:h-11!',
        number ? 'w-24!' : grow ? 'w-auto! min-w-40 flex-1' : 'w-40!',
      )}
    />
  );
}
