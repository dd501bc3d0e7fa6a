import { POST as examineAccount } from '@/app/api/accounts/[account]/doctor/route';
import { POST as examine } from '@/app/api/doctor/route';
import { type DoctorEvent, type DoctorRow, toDoctorEvent } from '@/lib/contract/doctor';
import type { DoctorRequest, OutgoingServer } from '@/lib/contract/doctorRequests';
import { type AccountClient, pageRequest } from './bridgeRoutes';

export interface Examined {
  /** The last row of each check, in the order in which they began. */
  rows: DoctorRow[];
  /** All that came, as it came. */
  text: string;
}

/** Runs the doctor of the bridge in this process to its end. @throws Error with the problem as JSON */
export async function examined(
  request: Omit<DoctorRequest, 'password' | 'outgoing'> & Partial<DoctorRequest>,
): Promise<Examined> {
  const body = JSON.stringify({ password: null, outgoing: null, ...request });
  return read(await examine(pageRequest('/api/doctor', { body }), undefined));
}

/** Of an account that is signed in. */
export async function examinedAccount(client: AccountClient, outgoing?: OutgoingServer): Promise<Examined> {
  const body = JSON.stringify({ outgoing: outgoing ?? null });
  return read(await examineAccount(client.request('/doctor', { body }), client.context()));
}

async function read(response: Response): Promise<Examined> {
  const text = await response.text();
  if (!response.ok) throw new Error(text);
  const events = text
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => toDoctorEvent(JSON.parse(line)));
  if (events.at(-1)?.kind !== 'over') throw new Error(`It did not end: ${text}`);
  const rows = new Map<string, DoctorRow | null>();
  for (const event of events as DoctorEvent[]) {
    if (event.kind === 'over') continue;
    const key = `${event.side} ${event.check}`;
    if (event.kind === 'begin') rows.set(key, null);
    else {
      const { kind: _, ...row } = event;
      rows.set(key, row);
    }
  }
  return { rows: [...rows.values()].filter((row) => row !== null), text };
}
