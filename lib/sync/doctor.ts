import { type DoctorEvent, toDoctorEvent } from '@/lib/contract/doctor';
import type { AccountDoctorRequest, DoctorRequest } from '@/lib/contract/doctorRequests';
import { type Credentials, post } from './bridge';
import { call, unreachable } from './call';

/** `POST /api/doctor`: examines a connection before there is an account; `tell` hears of everything as it is found. */
export async function examine(
  request: DoctorRequest,
  tell: (event: DoctorEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  await call('/api/doctor', { method: 'POST', body: request, signal }, events(tell));
}

/** `POST …/doctor`: the same for an account that is signed in. */
export async function examineAccount(
  account: Credentials,
  request: AccountDoctorRequest,
  tell: (event: DoctorEvent) => void,
  signal: AbortSignal,
): Promise<void> {
  await post(account, 'doctor', request, events(tell), signal);
}

/** Reads an examination line by line; one that ends before its end is a bridge that was lost. */
function events(tell: (event: DoctorEvent) => void) {
  return async ({ body }: Response, heard: () => void): Promise<void> => {
    const decoder = new TextDecoder();
    const reader = body?.getReader();
    let rest = '';
    let over = false;
    for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
      heard();
      const lines = `${rest}${decoder.decode(part.value, { stream: true })}`.split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        const event = line === '' ? null : toDoctorEvent(JSON.parse(line));
        if (event) tell(event);
        over ||= event?.kind === 'over';
      }
    }
    if (!over) throw unreachable();
  };
}
