'use client';

import { LogIn } from 'lucide-react';
import { useTranslations } from 'next-intl';
import { useEffect, useRef } from 'react';
import { DoctorTexts } from '@/components/i18n/DoctorTexts';
import { Button } from '@/components/ui/Button';
import type { FoundServer } from '@/lib/contract/discovery';
import { examine } from '@/lib/sync/doctor';
import type { Trouble } from '@/lib/sync/status';
import { domainOf } from '../guessSettings';
import type { SignInValues } from '../useSignIn';
import { DoctorPanel } from './DoctorPanel';
import { PinChoice } from './PinChoice';
import { useDoctor } from './useDoctor';

interface Props {
  /** What the sign-in that failed was tried with. */
  values: SignInValues;
  problem: Trouble;
  /** For sending, as the search for settings found it. */
  outgoing: FoundServer | null;
  onPin: (fingerprint: string | null) => void;
}

/**
 * Begins by itself when a sign-in has failed, and says where and why. The password is shown once more only where the
 * server has just taken it: servers lock accounts after several wrong ones.
 */
export function FormDoctor(props: Props) {
  return (
    <DoctorTexts>
      <Begun {...props} />
    </DoctorTexts>
  );
}

function Begun({ values, problem, outgoing, onPin }: Props) {
  const t = useTranslations('doctor');
  const { state, start } = useDoctor();
  const { username, password, host, port, security, pin, address } = values;
  const run = (signingIn: boolean) =>
    start((tell, signal) => {
      const place = { username, host, port, security, ...(pin !== undefined && { pin }) };
      return examine({ ...place, password: signingIn ? password : null, outgoing }, tell, signal);
    });
  const taken = problem.step === 'mailbox';
  const begin = useRef(() => run(taken));
  // Once for each failure: a new one mounts this anew.
  useEffect(() => begin.current(), []);
  return (
    <div className="mt-4">
      <DoctorPanel
        state={state}
        servers={{ incoming: { host, port, security }, outgoing }}
        domain={domainOf(address) ?? host}
        names={[username, address]}
        onAgain={() => run(taken)}
        pinning={(row) => row.side === 'incoming' && <PinChoice row={row} onPin={onPin} />}
      >
        {!taken && (
          <Button onClick={() => run(true)}>
            <LogIn aria-hidden />
            {t('withPassword')}
          </Button>
        )}
      </DoctorPanel>
    </div>
  );
}
