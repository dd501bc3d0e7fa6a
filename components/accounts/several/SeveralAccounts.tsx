'use client';

import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';
import { fieldBox } from '@/components/ui/Field';
import { useProviders } from '../useProvider';
import { AccountRow } from './AccountRow';
import { parseList } from './parseList';
import { keyOf, stateOf, useSeveral } from './useSeveral';

/** A hundred accounts with all that can be said of them have a tenth of it. */
const maxText = 100_000;

/** For people whose provider fetches no POP3 mail any more: what to do, and many accounts in one go. */
export function SeveralAccounts({ onDone }: { onDone: () => void }) {
  const t = useTranslations('several');
  const id = useId();
  const [text, setText] = useState('');
  const [keep, setKeep] = useState(true);
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map());
  const providers = useProviders();
  const { states, working, run } = useSeveral(providers);
  const listed = parseList(text);
  const rows = listed.map((row) =>
    row.password === '' ? { ...row, password: typed.get(keyOf(row)) ?? '' } : row,
  );
  const usable = rows.filter(({ problem }) => problem === null);
  const added = usable.filter((row) => stateOf(states, row).phase === 'added').length;
  return (
    <>
      <p className="mb-4 text-md text-pretty text-ink-2">{t('intro')}</p>
      <ol className="mb-5 list-decimal space-y-1.5 ps-5 text-md text-pretty text-ink-2">
        <li>{t('step1')}</li>
        <li>{t('step2')}</li>
        <li>{t('step3')}</li>
      </ol>
      <label htmlFor={id} className="mb-1.5 block text-sm font-semibold">
        {t('list')}
      </label>
      <textarea
        id={id}
        value={text}
        rows={5}
        maxLength={maxText}
        dir="ltr"
        spellCheck={false}
        autoCapitalize="none"
        autoComplete="off"
        aria-describedby={`${id}-hint`}
        placeholder={'anna@example.com\nbob@example.net, pop.example.net, bob'}
        onChange={(event) => setText(event.target.value)}
        className={`${fieldBox} h-auto! resize-y py-2.5 font-mono text-sm`}
      />
      <p id={`${id}-hint`} className="mt-1.5 text-sm text-pretty text-ink-3">
        {t('listHint')}
      </p>
      {rows.length > 0 && (
        <ul aria-label={t('accounts')} className="mt-4 divide-y divide-line rounded-xl border border-line">
          {rows.map((row, index) => (
            <AccountRow
              key={`${row.line} ${keyOf(row)}`}
              row={row}
              state={stateOf(states, row)}
              typed={listed[index]?.password === ''}
              onPassword={(password) => setTyped(new Map(typed).set(keyOf(row), password))}
            />
          ))}
        </ul>
      )}
      <div className="mt-4 text-sm">
        <Check label={t('keep')} checked={keep} onChange={setKeep} />
      </div>
      <p aria-live="polite" className="mt-3 min-h-5 text-sm text-ink-2">
        {usable.length > 0 && t('count', { added, count: usable.length })}
      </p>
      <Button
        kind="primary"
        busy={working}
        disabled={usable.length === 0}
        onClick={() => run(usable, keep)}
        className="mt-2 h-11.5! w-full rounded-xl text-md"
      >
        {t('add')}
      </Button>
      {added > 0 && !working && (
        <Button onClick={onDone} className="mt-2 h-11! w-full text-md">
          {t('done')}
        </Button>
      )}
    </>
  );
}
