'use client';

import { Stethoscope } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { DoctorTexts } from '@/components/i18n/DoctorTexts';
import { Group } from '@/components/settings/Group';
import type { SectionProps } from '@/components/settings/sections';
import { navigate } from '@/components/shell/useRoute';
import { useSyncStatus } from '@/components/status/useSync';
import { Button } from '@/components/ui/Button';
import type { FoundServer } from '@/lib/contract/discovery';
import { updateAccount } from '@/lib/store/accounts';
import type { AccountRecord } from '@/lib/store/records/account';
import { discover } from '@/lib/sync/bridge';
import { examineAccount } from '@/lib/sync/doctor';
import { domainOf } from '../guessSettings';
import { learned } from './card';
import { DoctorPanel } from './DoctorPanel';
import { ServerCardView } from './ServerCardView';
import { useDoctor } from './useDoctor';

/** An account's connection: what is known of its server, and the doctor, who begins by himself when a check has failed. */
export function DoctorSection({ account }: SectionProps) {
  return <DoctorTexts>{account ? <OfAccount key={account.id} account={account} /> : <Nobody />}</DoctorTexts>;
}

function Nobody() {
  return <p className="text-ink-3">{useTranslations('doctor.section')('none')}</p>;
}

function OfAccount({ account }: { account: AccountRecord }) {
  const t = useTranslations('doctor');
  const { id, key, host, port, security, address, username, local } = account;
  const [outgoing, setOutgoing] = useState<FoundServer | null>(account.card?.outgoing ?? null);
  const sending = useRef(outgoing);
  const { state, start } = useDoctor((rows) => {
    const card = learned(account.card, rows, Date.now(), sending.current);
    void updateAccount(id, { card }).catch(() => {});
  });
  const { accounts } = useSyncStatus();
  const ill = accounts.some((each) => each.account === id && each.problem?.step !== undefined);
  const run = () => {
    if (key === null) return;
    start(async (tell, signal) => {
      // Nobody keeps the settings for sending yet: they are looked for as for a new account.
      const found = await discover(address, signal).then(
        (answer) => serverFor(answer.found, host),
        () => null,
      );
      sending.current = found ?? sending.current;
      setOutgoing(sending.current);
      await examineAccount({ id, key }, { outgoing: sending.current }, tell, signal);
    });
  };
  const begin = useRef(run);
  begin.current = run;
  useEffect(() => {
    if (ill) begin.current();
  }, [ill]);
  if (local) return <p className="text-ink-3">{t('section.local')}</p>;
  return (
    <>
      <p className="mb-4 max-w-150 text-sm text-pretty text-ink-3">{t('section.text', { host })}</p>
      {key === null && <p className="text-sm text-warn">{t('section.signedOut')}</p>}
      {key !== null && state.phase === 'idle' && (
        <Button kind="primary" onClick={run}>
          <Stethoscope aria-hidden />
          {t('section.start')}
        </Button>
      )}
      <DoctorPanel
        state={state}
        servers={{ incoming: { host, port, security }, outgoing }}
        domain={domainOf(address) ?? host}
        names={[username, address]}
        onAgain={run}
        pinning={({ side, state: row, facts }) =>
          side === 'incoming' &&
          row === 'failed' &&
          facts.certificate?.mayPin && (
            <Button onClick={() => navigate({ add: true, account: id })} className="mt-2">
              {t('section.edit')}
            </Button>
          )
        }
      />
      <Group title={t('section.card')}>
        <ServerCardView account={account} />
      </Group>
    </>
  );
}

/** For sending, of the settings that name the account's own POP3 server; else of the best. */
function serverFor(
  found: readonly { incoming: FoundServer; outgoing: FoundServer | null }[],
  host: string,
): FoundServer | null {
  const own = found.find(({ incoming }) => incoming.host.toLowerCase() === host.toLowerCase());
  return (own ?? found[0])?.outgoing ?? null;
}
