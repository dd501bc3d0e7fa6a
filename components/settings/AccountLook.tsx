'use client';

import { ArrowDown, ArrowUp, Check } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import { accountColour, accountColours } from '@/components/mailbox/avatar';
import { openSettings } from '@/components/shell/useRoute';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { moveAccount, updateAccount } from '@/lib/store/accounts';
import { Group } from './Group';
import type { SectionProps } from './sections';

/** What an account is called here, and the colour of its mail. */
export function AccountLook({ account, accounts }: SectionProps) {
  const t = useTranslations('look');
  const [name, setName] = useState(account?.name ?? '');
  const [problem, setProblem] = useState<string | null>(null);
  const [saved, setSaved] = useState(false);
  if (!account) return <p className="text-ink-3">{t('none')}</p>;
  const save = async (change: { name?: string; colour?: number }) => {
    setSaved(false);
    setProblem(null);
    try {
      await updateAccount(account.id, change);
      setSaved(true);
    } catch {
      setProblem(t('failed'));
    }
  };
  const at = accounts.findIndex(({ id }) => id === account.id);
  const move = (by: number) => {
    // Without a name the section is about the first account, which is another one after this.
    openSettings('account', account.id, 'replace');
    moveAccount(account.id, by).catch(() => setProblem(t('failed')));
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // Without a name it is called by its address, as in the beginning.
    const wanted = name.trim() || account.address;
    setName(wanted);
    void save({ name: wanted });
  };
  return (
    <>
      <Group title={t('name')} text={t('nameText')}>
        <form onSubmit={submit} className="flex max-w-120 items-end gap-2">
          <Field
            label={t('name')}
            value={name}
            maxLength={80}
            placeholder={account.address}
            problem={problem}
            onChange={(event) => setName(event.target.value)}
            className="min-w-0 flex-1"
          />
          <Button type="submit" kind="primary" className="h-11">
            {t('save')}
          </Button>
        </form>
        <p aria-live="polite" className="mt-1.5 min-h-5 text-sm text-ok">
          {saved && t('saved')}
        </p>
      </Group>
      <Group title={t('colour')} text={t('colourText')}>
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">{t('colour')}</legend>
          {accountColours.map((_, index) => (
            <Swatch
              key={accountColour(index)}
              index={index}
              chosen={account.colour === index}
              onChoose={() => void save({ colour: index })}
            />
          ))}
        </fieldset>
      </Group>
      {accounts.length > 1 && (
        <Group title={t('order')} text={t('orderText')}>
          <p aria-live="polite" className="mb-2 text-sm text-ink-2">
            {t('place', { place: at + 1, count: accounts.length })}
          </p>
          <div className="flex gap-2">
            <Button disabled={at === 0} onClick={() => move(-1)}>
              <ArrowUp aria-hidden />
              {t('up')}
            </Button>
            <Button disabled={at === accounts.length - 1} onClick={() => move(1)}>
              <ArrowDown aria-hidden />
              {t('down')}
            </Button>
          </div>
        </Group>
      )}
    </>
  );
}

const names = ['blue', 'red', 'green', 'violet', 'amber', 'teal', 'pink', 'brown'] as const;

function Swatch({ index, chosen, onChoose }: { index: number; chosen: boolean; onChoose: () => void }) {
  const t = useTranslations('look.colours');
  return (
    <label className="relative grid size-11 cursor-pointer place-items-center rounded-full has-focus-visible:outline-2 has-focus-visible:outline-accent">
      <input
        type="radio"
        name="account-colour"
        checked={chosen}
        onChange={onChoose}
        aria-label={t(names[index] ?? 'blue')}
        className="absolute inset-0 cursor-pointer opacity-0"
      />
      <span
        aria-hidden
        style={{ backgroundColor: accountColour(index) }}
        className="grid size-8 place-items-center rounded-full text-white"
      >
        {chosen && <Check aria-hidden className="size-4.5" strokeWidth={3} />}
      </span>
    </label>
  );
}
