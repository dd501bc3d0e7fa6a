'use client';

import {
  ArrowDownToLine,
  CircleCheck,
  LogIn,
  PauseCircle,
  RefreshCw,
  StopCircle,
  TriangleAlert,
  WifiOff,
} from 'lucide-react';
import { useLocale, useTranslations } from 'next-intl';
import { memo, type ReactNode } from 'react';
import { OnlyHereNote } from '@/components/copies/OnlyHereNote';
import { navigate, openSettings } from '@/components/shell/useRoute';
import { classes } from '@/components/ui/classes';
import { Spinner } from '@/components/ui/Spinner';
import { durationText, sizeText } from '@/components/ui/sizes';
import type { AccountRecord } from '@/lib/store/records/account';
import { agoText, inText } from './ago';
import { ProblemNote } from './ProblemNote';
import { type Activity, activityOf } from './progress';
import { sync, useSyncStatus } from './useSync';

interface Props {
  accounts: readonly AccountRecord[];
  /** Messages on this device. */
  here: number;
  now: number;
}

/** The quiet line that always says what is going on. */
export const StatusLine = memo(function StatusLine({ accounts, here, now }: Props) {
  const t = useTranslations('status');
  const activity = activityOf(useSyncStatus());
  const busy = activity.kind === 'getting' || activity.kind === 'checking';
  return (
    <div
      role="status"
      aria-label={t('title')}
      // While figures run, nobody wants them read out; the end is told.
      aria-live={busy ? 'off' : 'polite'}
      aria-busy={busy}
      className="flex h-8 shrink-0 items-center gap-4 overflow-hidden border-t border-line bg-paper px-4 text-xs text-ink-3 tabular-nums max-sm:gap-2.5 max-sm:px-3 [&_svg]:size-3.75 [&_svg]:shrink-0"
    >
      <Says activity={activity} here={here} now={now} accounts={accounts} />
    </div>
  );
});

function Says({ activity, here, now, accounts }: { activity: Activity } & Props) {
  const t = useTranslations('status');
  const locale = useLocale();
  const count = t('here', { count: here });
  switch (activity.kind) {
    case 'getting': {
      const { got, total, fraction, rate, secondsLeft } = activity;
      return (
        <>
          <Text icon={<ArrowDownToLine aria-hidden className="text-accent" />}>
            {got > 0 ? t('getting', { got, total }) : t('gettingFirst', { total })}
            {got > 0 && <span className="max-sm:hidden"> · {t('newest')}</span>}
          </Text>
          <Bar fraction={fraction} />
          <span className="whitespace-nowrap max-sm:hidden">
            {rate > 0 && t('rate', { rate: sizeText(rate, locale) })}
            {secondsLeft !== null &&
              rate > 0 &&
              ` · ${t('left', { time: durationText(secondsLeft, locale) })}`}
          </span>
          <span className="flex-1" />
          <Action onClick={() => sync()?.pause()}>{t('pause')}</Action>
          <Action onClick={() => sync()?.stop()}>{t('stop')}</Action>
        </>
      );
    }
    case 'checking':
      return <Text icon={<Spinner />}>{t('checking')}</Text>;
    case 'offline':
      return (
        <>
          <Text icon={<WifiOff aria-hidden />} strong>
            {t('offline')}
          </Text>
          <span className="min-w-0 flex-1 truncate">
            {here > 0 ? `${count} · ${t('offlineText')}` : t('offlineText')}
          </span>
        </>
      );
    case 'paused':
    case 'stopped': {
      const { kind, got, total } = activity;
      return (
        <>
          <Text icon={kind === 'paused' ? <PauseCircle aria-hidden /> : <StopCircle aria-hidden />}>
            {total > 0 ? t(kind, { got, total }) : t(`${kind}Plain`)}
          </Text>
          <span className="truncate max-sm:hidden">{count}</span>
          <span className="flex-1" />
          <Action onClick={() => sync()?.check()}>{t('resume')}</Action>
        </>
      );
    }
    case 'failed':
      return (
        <>
          <ProblemNote
            problem={activity.problem}
            account={accounts.find(({ id }) => id === activity.account)}
          />
          {activity.next && (
            <span className="truncate">{t('nextTry', { time: inText(activity.next.at, now, locale) })}</span>
          )}
          <span className="truncate max-sm:hidden">{count}</span>
          <span className="flex-1" />
          {['signed_out', 'consent_ended'].includes(activity.problem.code) && activity.account !== null ? (
            <SignIn account={activity.account} />
          ) : (
            <Action onClick={() => sync()?.check(activity.account ?? undefined)}>
              <RefreshCw aria-hidden />
              {t('retry')}
            </Action>
          )}
        </>
      );
    case 'signed-out':
      return (
        <>
          <Text icon={<TriangleAlert aria-hidden className="text-warn" />} strong>
            {t('signedOut')}
          </Text>
          <span className="truncate">{count}</span>
          <span className="flex-1" />
          <SignIn account={activity.account} />
        </>
      );
    case 'idle':
      return (
        <>
          <Text icon={<CircleCheck aria-hidden className="text-ok" />}>
            {count}
            {accounts.some(({ local }) => !local) && ' · '}
            {!accounts.some(({ local }) => !local)
              ? null
              : activity.checkedAt === null
                ? t('neverChecked')
                : t('checked', { ago: agoText(activity.checkedAt, now, locale) ?? t('justNow') })}
          </Text>
          {activity.missing > 0 && (
            <span className="truncate max-sm:hidden">{t('missing', { count: activity.missing })}</span>
          )}
          {activity.leftOut > 0 && (
            <span className="truncate max-sm:hidden">{t('leftOut', { count: activity.leftOut })}</span>
          )}
          {activity.delayed !== null && activity.delayed > now && (
            <span className="truncate max-sm:hidden">
              {t('loginDelay', { time: inText(activity.delayed, now, locale) })}
            </span>
          )}
          {activity.deferred && (
            <>
              <span className="truncate">
                {t('deferred', {
                  count: activity.deferred.messages,
                  size: sizeText(activity.deferred.octets, locale),
                  reason: activity.deferred.reason,
                })}
              </span>
              <Action onClick={() => sync()?.getAll()}>{t('getDeferred')}</Action>
            </>
          )}
          <span className="flex-1" />
          <OnlyHereNote />
          <ServerNote />
        </>
      );
  }
}

/** What should be known of a server though nothing failed; the words stand in its settings. */
function ServerNote() {
  const t = useTranslations('serverNotices.short');
  const { accounts } = useSyncStatus();
  const told = accounts.find(({ notices }) => notices && notices.length > 0);
  const [notice] = told?.notices ?? [];
  if (!told || !notice) return null;
  return (
    <Action onClick={() => openSettings('server', told.account)}>
      <TriangleAlert aria-hidden className="text-warn" />
      {t(notice.kind)}
    </Action>
  );
}

function SignIn({ account }: { account: string }) {
  const t = useTranslations('status');
  return (
    <Action onClick={() => navigate({ add: true, account })}>
      <LogIn aria-hidden />
      {t('signIn')}
    </Action>
  );
}

function Text({
  icon,
  strong = false,
  children,
}: {
  icon: ReactNode;
  strong?: boolean;
  children: ReactNode;
}) {
  return (
    <span className={classes('flex items-center gap-1.75', strong ? 'shrink-0' : 'min-w-0')}>
      {icon}
      <span className={strong ? 'truncate font-semibold text-ink-2' : 'truncate'}>{children}</span>
    </span>
  );
}

function Action({ onClick, children }: { onClick: () => void; children: ReactNode }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="focus-inside -mr-2 inline-flex h-6.5 shrink-0 items-center gap-1.5 rounded-md px-2 font-semibold text-accent hover:bg-soft max-sm:relative max-sm:after:absolute max-sm:after:-inset-y-2.5 max-sm:after:inset-x-0"
    >
      {children}
    </button>
  );
}

function Bar({ fraction }: { fraction: number }) {
  const t = useTranslations('status');
  const percent = Math.round(fraction * 1000) / 10;
  return (
    <span
      role="progressbar"
      aria-label={t('progress')}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(percent)}
      className="h-1 w-37.5 shrink-0 overflow-hidden rounded-full bg-line max-sm:w-16 forced-colors:border"
    >
      <span
        style={{ transform: `scaleX(${percent / 100})` }}
        // It moves five times a second: sliding in between would draw sixty times, for as long as mail is coming.
        className="block h-full origin-left rounded-full bg-accent rtl:origin-right forced-colors:bg-[Highlight]"
      />
    </span>
  );
}
