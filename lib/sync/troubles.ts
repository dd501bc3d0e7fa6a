import { FrameError } from '@/lib/contract/frames';
import { LeadershipLost, StorageFull, StoreOutdated } from '@/lib/store/errors';
import { BridgeProblem } from './call';
import { MessageUnfit } from './messageUnfit';
import type { Trouble, TroubleCode } from './status';

/** What trying again at once, or by the clock, cannot cure: the user has to do something first. */
const needsUser: ReadonlySet<TroubleCode> = new Set<TroubleCode>([
  'auth_failed',
  'certificate_changed',
  'certificate_invalid',
  'consent_ended',
  'forbidden',
  'plaintext_refused',
  'provider_unknown',
  'signed_out',
  'target_refused',
  'token_refused',
  'uidl_missing',
]);

/** What ends a round although messages before it went well: the next request would meet the same. */
const endsRound: ReadonlySet<TroubleCode> = new Set<TroubleCode>([
  ...needsUser,
  'mailbox_busy',
  'name_unknown',
  'storage_failed',
  'storage_full',
  'too_soon',
]);

export function troubleOf(error: unknown): Trouble {
  if (error instanceof BridgeProblem) return error.problem;
  if (error instanceof StorageFull) {
    return {
      code: 'storage_full',
      message: 'This device has no room for more mail.',
      hint: 'Make room on the device and check again. What is stored here is safe, and nothing was removed from the server.',
    };
  }
  if (error instanceof MessageUnfit || error instanceof FrameError) {
    return {
      code: 'protocol_error',
      message: 'A message did not arrive whole.',
      hint: 'The others are here; this one will be asked for again.',
      said: error.message,
    };
  }
  return {
    code: 'storage_failed',
    message: 'The mail could not be stored on this device.',
    hint: 'Reload the page and check again; nothing was removed from the server.',
    said: String(error).slice(0, 200),
  };
}

export function waitsForUser({ code }: Trouble): boolean {
  return needsUser.has(code);
}

export function stopsRound({ code }: Trouble): boolean {
  return endsRound.has(code);
}

/** The worker that meets one of these must not go on at all. */
export function endsLeadership(error: unknown): boolean {
  return error instanceof LeadershipLost || error instanceof StoreOutdated;
}
