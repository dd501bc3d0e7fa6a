import type { Page } from '@playwright/test';
import type { Policy } from '@/lib/store/records/account';
import { inDatabase } from '../../support/database';
import type { Random } from '../../support/random';

/** What may leave the server by itself in a round; half of them leave everything, as most people do. */
export function anyPolicy(random: Random, messages: number): Policy {
  const some = random.between(0, messages);
  const remove = random.pick<Policy['remove']>([
    { kind: 'never' },
    { kind: 'never' },
    { kind: 'never' },
    { kind: 'at-once' },
    { kind: 'newest', messages: some },
    { kind: 'octets', octets: some * 20_000 },
    // Of no days: what has just come is old enough.
    { kind: 'age', days: random.pick([0, 30]) },
  ]);
  const withTrash = random.between(0, 1) === 1;
  // Whether the copies here are safe is another test's business: here they are to go as soon as they may.
  return { remove, withTrash, maxOctets: null, dryRun: false, delay: 0, since: 0, accepted: true };
}

/** How many of so many messages stay on the server once it was carried out; null: their sizes decide. */
export function staying({ remove }: Policy, messages: number): number | null {
  switch (remove.kind) {
    case 'never':
      return messages;
    case 'at-once':
      return 0;
    case 'newest':
      return Math.min(remove.messages, messages);
    case 'age':
      return remove.days === 0 ? 0 : messages;
    case 'octets':
      return null;
  }
}

/** Chooses it for the account, as the settings would: the next round goes by it. */
export function choosePolicy(page: Page, policy: Policy): Promise<void> {
  return inDatabase(
    page,
    async (begin, chosen) => {
      const { accounts } = begin(['accounts'], 'readwrite');
      for (const account of await accounts.all()) await accounts.put({ ...account, policy: chosen });
    },
    policy,
  );
}
