'use client';

import { Archive, FileWarning, HardDrive, MonitorSmartphone, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useFormatter, useLocale, useTranslations } from 'next-intl';
import { type ReactNode, useState } from 'react';
import { useStored } from '@/components/shell/useStored';
import { Button } from '@/components/ui/Button';
import { classes } from '@/components/ui/classes';
import { sizeText } from '@/components/ui/sizes';
import { accountCounters, countsFolder } from '@/lib/store/counters';
import { type Damage, readDamage } from '@/lib/store/damage';
import { readOnlyHere, readSafety, readVerifiedExport } from '@/lib/store/safety';

/** All that the panel says, of one moment. */
async function readPanel() {
  const [safety, only, verified, counters, damage] = await Promise.all([
    readSafety(),
    readOnlyHere(),
    readVerifiedExport(),
    accountCounters(),
    readDamage(),
  ]);
  // Starred is a view: its messages are counted in their folders.
  const stored = counters.filter(countsFolder);
  return {
    ...safety,
    ...only,
    verified,
    damage,
    messages: stored.reduce((sum, { total }) => sum + total, 0),
  };
}

/** How much is stored, whether the browser may throw it away, whether there is a second copy, whether one is needed. */
export function SafetyPanel() {
  const t = useTranslations('copies.safety');
  const format = useFormatter();
  const { value, error, retry } = useStored(readPanel, ({ kind }) => kind !== 'outdated');
  if (error) return <p className="text-sm text-bad">{t('failed')}</p>;
  if (!value) return <div aria-hidden className="skeleton h-28" />;
  const { persisted, verified, onlyHere, uncopied, damage } = value;
  return (
    <div className="grid gap-3">
      <Usage {...value} />
      <Fact
        good={persisted}
        icon={persisted ? <ShieldCheck aria-hidden /> : <ShieldAlert aria-hidden />}
        title={t(persisted ? 'persisted' : 'evictable')}
        text={t(persisted ? 'persistedText' : isSafari() ? 'evictableSafari' : 'evictableText')}
      >
        {!persisted && <Persist onAnswer={retry} />}
      </Fact>
      <Fact
        good={verified !== undefined}
        icon={<Archive aria-hidden />}
        title={
          verified
            ? t('verified', {
                date: format.dateTime(verified.value, { dateStyle: 'long', timeStyle: 'short' }),
              })
            : t('unverified')
        }
        text={verified ? t('verifiedText', { count: verified.messages }) : t('unverifiedText')}
      />
      {damage.length > 0 && <DamageFact damage={damage} />}
      {onlyHere > 0 && (
        <Fact
          good={uncopied === 0}
          icon={<MonitorSmartphone aria-hidden />}
          title={t('onlyHere', { count: onlyHere })}
          text={uncopied === 0 ? t('allCopied') : t('uncopied', { count: uncopied })}
        />
      )}
    </div>
  );
}

/** So many are named; the others are counted. */
const mostNamed = 5;

/** What the background check has found: what comes again by itself, and what only a copy in a file can mend. */
function DamageFact({ damage }: { damage: readonly Damage[] }) {
  const t = useTranslations('copies.safety');
  const format = useFormatter();
  const lost = damage.filter(({ comesAgain }) => !comesAgain);
  const subjects = lost.slice(0, mostNamed).map(({ record }) => record.envelope.subject || t('untitled'));
  const text = [
    t('comesAgain', { count: damage.length - lost.length }),
    t('nowhere', { count: lost.length, subjects: format.list(subjects) }),
  ];
  return (
    <Fact
      good={false}
      icon={<FileWarning aria-hidden />}
      title={t('damaged', { count: damage.length })}
      text={text.filter((part) => part !== '').join(' ')}
    />
  );
}

function Usage({ usage, quota, messages }: { usage: number | null; quota: number | null; messages: number }) {
  const t = useTranslations('copies.safety');
  const locale = useLocale();
  const known = usage !== null && quota !== null && quota > 0;
  return (
    <div className="rounded-xl border border-line bg-surface px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1">
        <HardDrive aria-hidden className="size-4.5 text-ink-3" />
        <span className="font-semibold">{t('messages', { count: messages })}</span>
        {usage !== null && <span className="text-ink-2">{t('used', { size: sizeText(usage, locale) })}</span>}
        {known && (
          <span className="text-ink-3">
            {t('left', { size: sizeText(Math.max(0, quota - usage), locale) })}
          </span>
        )}
      </p>
      {known && (
        <div
          // The figures above say the same.
          aria-hidden
          className="mt-2.5 h-1.5 overflow-hidden rounded-full bg-line forced-colors:border"
        >
          <div
            style={{ width: `${Math.min(100, Math.max(0.5, (usage / quota) * 100))}%` }}
            className={classes('h-full rounded-full', usage / quota > 0.9 ? 'bg-bad' : 'bg-accent')}
          />
        </div>
      )}
    </div>
  );
}

/** One thing that is so: good, or to be thought of. */
function Fact({
  good,
  icon,
  title,
  text,
  children,
}: {
  good: boolean;
  icon: ReactNode;
  title: string;
  text: string;
  children?: ReactNode;
}) {
  return (
    <div
      className={classes(
        'flex items-start gap-3 rounded-xl border border-line px-4 py-3 [&>svg]:mt-px [&>svg]:size-4.5 [&>svg]:shrink-0',
        good ? 'bg-surface [&>svg]:text-ok' : 'border-transparent bg-warn-soft [&>svg]:text-warn',
      )}
    >
      {icon}
      <div className="min-w-0 flex-1">
        <p className={classes('font-semibold', !good && 'text-warn')}>{title}</p>
        <p className="mt-0.5 text-sm text-pretty text-ink-2">{text}</p>
        {children}
      </div>
    </div>
  );
}

/** The browser decides by itself, as a rule without asking: by how often one comes here, and whether it is installed. */
function Persist({ onAnswer }: { onAnswer: () => void }) {
  const t = useTranslations('copies.safety');
  const [declined, setDeclined] = useState(false);
  if (!globalThis.navigator?.storage?.persist) return null;
  const ask = async () => {
    const granted = await navigator.storage.persist().catch(() => false);
    setDeclined(!granted);
    onAnswer();
  };
  return (
    <div className="mt-2.5">
      <Button onClick={() => void ask()}>{t('persist')}</Button>
      <p role="status" className="mt-1.5 text-sm text-ink-2 empty:hidden">
        {declined && t('declined')}
      </p>
    </div>
  );
}

/** WebKit outside of an installed app removes what a site has stored after seven days without a visit. */
function isSafari(): boolean {
  const agent = navigator.userAgent;
  return (
    /AppleWebKit/.test(agent) &&
    !/Chrom(e|ium)|Edg|Android/.test(agent) &&
    !matchMedia('(display-mode: standalone)').matches
  );
}
