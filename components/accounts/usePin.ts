import { useState } from 'react';
import type { AccountRecord } from '@/lib/store/records/account';
import { fingerprintText } from './doctor/reportText';

interface Place {
  host: string;
  port: number;
}

/**
 * The certificate that the person has pinned, of this one server: with another name or port it is none, so that no pin goes
 * along to a server for which nobody has compared it.
 */
export function usePin(again: AccountRecord | null) {
  const [pinned, set] = useState<(Place & { fingerprint: string }) | null>(
    again?.pin === undefined ? null : { host: again.host, port: again.port, fingerprint: again.pin },
  );
  const of = ({ host, port }: Place): { pin?: string } =>
    pinned !== null && pinned.host === host && pinned.port === port ? { pin: pinned.fingerprint } : {};
  return {
    set,
    of,
    /** As people compare it; null: there is none for this server. */
    shownFor(place: Place): string | null {
      const { pin } = of(place);
      return pin === undefined ? null : fingerprintText(pin);
    },
  };
}
