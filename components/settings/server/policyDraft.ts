import { leaveEverything } from '@/lib/store/deletions';
import type { Policy } from '@/lib/store/records/account';

const megabyte = 1_000_000;
const minute = 60_000;

/** A policy while it is being chosen: what stands in the form. */
export interface Draft {
  rule: Policy['remove']['kind'];
  days: string;
  messages: string;
  megabytes: string;
  withTrash: boolean;
  /** Megabytes over which messages come as headers; `none`: all come whole. */
  most: string;
  /** Minutes in which it can be taken back. */
  delay: string;
  dryRun: boolean;
  accepted: boolean;
}

export const sizes = ['none', '1', '5', '10', '25', '50'] as const;
export const delays = ['0', '10', '60', '1440'] as const;

export function draftOf(policy: Policy = leaveEverything): Draft {
  const { remove, withTrash, maxOctets, delay, dryRun, accepted } = policy;
  return {
    rule: remove.kind,
    days: String(remove.kind === 'age' ? remove.days : 30),
    messages: String(remove.kind === 'newest' ? remove.messages : 500),
    megabytes: String(remove.kind === 'octets' ? remove.octets / megabyte : 500),
    withTrash,
    most: maxOctets === null ? 'none' : String(maxOctets / megabyte),
    delay: String(delay / minute),
    dryRun,
    accepted,
  };
}

/** The field that holds no number that can be meant. */
export type DraftProblem = 'days' | 'messages' | 'megabytes';

/** The policy that the form says, as of now; or which field is wrong. */
export function policyOf(draft: Draft, now: number): { policy: Policy } | { problem: DraftProblem } {
  const remove = removeOf(draft);
  if ('problem' in remove) return remove;
  return {
    policy: {
      remove,
      withTrash: draft.withTrash,
      maxOctets: draft.most === 'none' ? null : Number(draft.most) * megabyte,
      delay: Number(draft.delay) * minute,
      dryRun: draft.dryRun,
      accepted: draft.accepted,
      since: now,
    },
  };
}

function removeOf({ rule, days, messages, megabytes }: Draft): Policy['remove'] | { problem: DraftProblem } {
  switch (rule) {
    case 'never':
    case 'at-once':
      return { kind: rule };
    case 'age': {
      const number = whole(days, 1, 36_500);
      return number === null ? { problem: 'days' } : { kind: rule, days: number };
    }
    case 'newest': {
      const number = whole(messages, 1, 1_000_000);
      return number === null ? { problem: 'messages' } : { kind: rule, messages: number };
    }
    case 'octets': {
      const number = whole(megabytes, 1, 10_000_000);
      return number === null ? { problem: 'megabytes' } : { kind: rule, octets: number * megabyte };
    }
  }
}

/** A whole number within bounds; null for everything else that can be typed. */
export function whole(text: string, least: number, most: number): number | null {
  const number = /^\s*\d{1,9}\s*$/.test(text) ? Number(text) : Number.NaN;
  return number >= least && number <= most ? number : null;
}

/** Whether anything at all may leave the server under it. */
export function deletes({ rule, withTrash }: Pick<Draft, 'rule' | 'withTrash'>): boolean {
  return rule !== 'never' || withTrash;
}
