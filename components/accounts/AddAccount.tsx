'use client';

import { ArchiveRestore, ArrowLeft, ListPlus, ShieldCheck, WifiOff } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useState } from 'react';
import { DoctorTexts } from '@/components/i18n/DoctorTexts';
import { SetupTexts } from '@/components/i18n/SetupTexts';
import { Card, CardTitle } from '@/components/shell/Card';
import { navigate, openSettings } from '@/components/shell/useRoute';
import { useSyncStatus } from '@/components/status/useSync';
import type { DemoAnswer } from '@/lib/contract/routes';
import type { AccountRecord } from '@/lib/store/records/account';
import { sampleAccount } from '@/lib/sync/bridge';
import { AccountForm } from './AccountForm';
import { SeveralAccounts } from './several/SeveralAccounts';
import { maxAccounts } from './useSignIn';

interface Props {
  accounts: AccountRecord[];
  again: AccountRecord | null;
}

/** The welcome page, and the page for further accounts, for signing in again and for another password or server. */
export function AddAccount(props: Props) {
  return (
    <SetupTexts>
      <DoctorTexts>
        <AccountPage {...props} />
      </DoctorTexts>
    </SetupTexts>
  );
}

function AccountPage({ accounts, again }: Props) {
  const t = useTranslations('welcome');
  const { online, accounts: states } = useSyncStatus();
  const sample = useSample();
  // The bridge says that a session is over before the account here knows: a browser that crashed lost its cookie.
  const ended = states.some(
    ({ account, phase, problem }) =>
      account === again?.id && (phase === 'signed-out' || problem?.code === 'consent_ended'),
  );
  const way = again === null ? null : ended || again.key === null ? 'again' : 'edit';
  const full = !again && accounts.length >= maxAccounts;
  // Has an address of its own, so that others can point to it.
  const [several, setSeveral] = useState(() => new URLSearchParams(location.search).has('several'));
  const many = several && again === null;
  return (
    <Card
      foot={
        <p className="flex items-start gap-2.5 text-pretty">
          <ShieldCheck aria-hidden className="mt-px size-4.5 shrink-0" />
          {t('promise')}
        </p>
      }
    >
      {accounts.length > 0 && (
        <button
          type="button"
          onClick={() => navigate({})}
          className="-mt-2 mb-3 -ml-2 inline-flex min-h-9 items-center gap-1.5 rounded-lg px-2 text-sm font-semibold text-accent hover:bg-soft max-sm:min-h-11"
        >
          <ArrowLeft aria-hidden className="size-4 rtl:rotate-180" />
          {t('backToMail')}
        </button>
      )}
      <CardTitle>{t(many ? 'severalTitle' : (way ?? 'title'))}</CardTitle>
      {!many && (
        <p className="mb-5.5 text-md text-pretty text-ink-2">
          {t(way === null ? 'intro' : way === 'again' ? 'introAgain' : 'introEdit')}
        </p>
      )}
      {!online && (
        <p className="mb-4 flex items-center gap-2.5 rounded-xl bg-warn-soft px-3.5 py-2.5 text-sm text-warn">
          <WifiOff aria-hidden className="size-4.5 shrink-0" />
          {t('offline')}
        </p>
      )}
      {full ? (
        <p className="rounded-xl bg-warn-soft px-3.5 py-2.5 text-sm text-warn">
          {t('tooMany', { count: maxAccounts })}
        </p>
      ) : many ? (
        <SeveralAccounts onDone={() => navigate({}, 'replace')} />
      ) : (
        <AccountForm
          key={again?.id}
          again={again}
          way={way}
          sample={sample}
          onDone={() => navigate({}, 'replace')}
        />
      )}
      {again === null && !full && (
        <button
          type="button"
          onClick={() => setSeveral(!several)}
          className="mt-4 -ml-2 flex min-h-9 items-center gap-2 rounded-lg px-2 text-left text-sm font-semibold text-accent hover:bg-soft max-sm:min-h-11"
        >
          <ListPlus aria-hidden className="size-4 shrink-0" />
          {t(several ? 'single' : 'several')}
        </button>
      )}
      {accounts.length === 0 && (
        <button
          type="button"
          onClick={() => openSettings('storage')}
          className="mt-1 -mb-2 -ml-2 inline-flex min-h-9 items-center gap-2 rounded-lg px-2 text-sm font-semibold text-accent hover:bg-soft max-sm:min-h-11"
        >
          <ArchiveRestore aria-hidden className="size-4" />
          {t('restore')}
        </button>
      )}
    </Card>
  );
}

/** The sample account of a bridge that runs as a demonstration. */
function useSample(): DemoAnswer | null {
  const [sample, setSample] = useState<DemoAnswer | null>(null);
  useEffect(() => {
    let alive = true;
    sampleAccount().then(
      (answer) => alive && setSample(answer),
      // An answer that is no account offers nothing; the form itself works.
      () => {},
    );
    return () => {
      alive = false;
    };
  }, []);
  return sample;
}
