'use client';

import { useLocale, useTranslations } from 'next-intl';
import { type FormEvent, useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { Button } from '@/components/ui/Button';
import { Field } from '@/components/ui/Field';
import { option } from './Filtered';
import { fieldTime, snoozeChoices } from './snoozeTimes';

const hour = 3_600_000;

/** Until when: the times that people mean, or any other. */
export function SnoozeForm({ onChoose }: { onChoose: (action: Action) => void }) {
  const t = useTranslations('organise');
  const locale = useLocale();
  const [now] = useState(Date.now);
  const [time, setTime] = useState(() => fieldTime(now + 3 * hour));
  const [past, setPast] = useState(false);
  const format = new Intl.DateTimeFormat(locale, { weekday: 'short', hour: 'numeric', minute: '2-digit' });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const until = new Date(time).getTime();
    if (until > Date.now()) onChoose({ folder: 'snoozed', until });
    else setPast(true);
  };
  return (
    <>
      <ul className="-mx-2">
        {snoozeChoices(now).map(({ choice, until }, index) => (
          <li key={choice}>
            <button
              type="button"
              data-first={index === 0 || undefined}
              className={option}
              onClick={() => onChoose({ folder: 'snoozed', until })}
            >
              <span className="flex-1">{t(choice)}</span>
              <span className="text-sm text-ink-3">{format.format(until)}</span>
            </button>
          </li>
        ))}
      </ul>
      <form onSubmit={submit} className="mt-3 flex items-end gap-2 border-t border-line pt-4">
        <Field
          label={t('other')}
          type="datetime-local"
          value={time}
          required
          problem={past ? t('past') : null}
          onChange={(event) => {
            setTime(event.target.value);
            setPast(false);
          }}
          className="min-w-0 flex-1"
        />
        <Button type="submit" kind="primary" className="h-11">
          {t('snoozeDo')}
        </Button>
      </form>
      <p className="mt-3 text-sm text-pretty text-ink-3">{t('back')}</p>
    </>
  );
}
