'use client';

import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { useStored } from '@/components/shell/useStored';
import { Button } from '@/components/ui/Button';
import { Check } from '@/components/ui/Check';
import { enough, taughtInAll } from '@/lib/junk/judge';
import type { Change } from '@/lib/store/changes';
import { forgetAll, totals } from '@/lib/store/junk/knowledge';
import { junkSenders, junkSettings, setJunkSetting } from '@/lib/store/junk/senders';
import { Group } from '../Group';
import type { SectionProps } from '../sections';
import { Senders } from './Senders';

const concerns = ({ kind }: Change) => kind === 'junk' || kind === 'accounts';

/** The junk filter: whether it acts, what it has learned, and whose mail is junk or never is. */
export function JunkSection({ accounts }: SectionProps) {
  const t = useTranslations('junkFilter');
  const settings = useStored(junkSettings, concerns);
  const learned = useStored(totals, concerns);
  const senders = useStored(junkSenders, concerns);
  const [asks, setAsks] = useState(false);
  const [failed, setFailed] = useState(false);
  const act = (work: Promise<unknown>) => {
    work.then(
      () => setFailed(false),
      () => setFailed(true),
    );
  };
  if (settings.error || learned.error || senders.error)
    return (
      <p role="alert" className="text-bad">
        {t('unread')}
      </p>
    );
  if (!settings.value || !learned.value || !senders.value) return null;
  const { junk, good } = taughtInAll(learned.value);
  const missing = { junk: Math.max(0, enough.junk - junk), good: Math.max(0, enough.good - good) };
  return (
    <>
      <Group title={t('title')} text={t('text')}>
        <div className="grid gap-3">
          {(['junkFilter', 'junkServer'] as const).map((key) => (
            <Check
              key={key}
              label={t(key)}
              checked={settings.value?.[key] ?? true}
              disabled={key === 'junkServer' && !settings.value?.junkFilter}
              onChange={(checked) => act(setJunkSetting(key, checked))}
            >
              {t(`${key}Text`)}
            </Check>
          ))}
        </div>
        {failed && (
          <p role="alert" className="mt-2 text-sm text-bad">
            {t('failed')}
          </p>
        )}
      </Group>
      <Group title={t('learned')} text={t('learnedText')}>
        <p>{t('inAll', { junk, good })}</p>
        {accounts.length > 1 && (
          <ul className="mt-1 list-disc ps-5 text-sm text-ink-2">
            {accounts.map(({ id, name }) => {
              const own = learned.value?.find(({ key }) => key === id);
              return <li key={id}>{t('ofAccount', { name, junk: own?.junk ?? 0, good: own?.good ?? 0 })}</li>;
            })}
          </ul>
        )}
        <p className="mt-2 text-sm text-ink-2">
          {missing.junk + missing.good > 0 ? t('notYet', missing) : t('acts')}
        </p>
        <div className="mt-3 flex flex-wrap items-center gap-2">
          {asks ? (
            <>
              <p className="text-sm">{t('forgetAsk')}</p>
              <Button
                kind="danger"
                onClick={() => {
                  setAsks(false);
                  act(forgetAll());
                }}
              >
                {t('forgetSure')}
              </Button>
              <Button onClick={() => setAsks(false)}>{t('cancel')}</Button>
            </>
          ) : (
            <Button disabled={junk + good === 0} onClick={() => setAsks(true)}>
              {t('forget')}
            </Button>
          )}
        </div>
      </Group>
      <Senders verdict="blocked" senders={senders.value} />
      <Senders verdict="allowed" senders={senders.value} />
    </>
  );
}
