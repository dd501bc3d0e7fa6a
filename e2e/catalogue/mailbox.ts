import type { AccountClient } from '@/e2e/support/bridgeRoutes';
import { emptyStore } from '@/e2e/support/emptyStore';
import type { Manners } from '@/e2e/support/manners';
import { toProblem } from '@/lib/contract/readProblem';
import { addAccount, getAccount, updateAccount } from '@/lib/store/accounts';
import { leaveEverything } from '@/lib/store/deletions';
import { takeLead } from '@/lib/store/leadership';
import { listMessages } from '@/lib/store/lists';
import { rawMessage } from '@/lib/store/raw';
import type { AccountRecord, Policy } from '@/lib/store/records/account';
import { leaderStore } from '@/lib/sync/accountStore';
import { AccountSync } from '@/lib/sync/accountSync';
import { BridgeProblem } from '@/lib/sync/call';
import type { BridgeCalls } from '@/lib/sync/engine';
import type { AccountStatus } from '@/lib/sync/status';
import { type Ground, type SignedIn, signIn } from './ground';

/** The whole line in one process: the browser's sync and store, the bridge's routes, and a server that misbehaves. */
export interface Mailbox extends SignedIn {
  /** One check; what the person is shown after it. */
  check(): Promise<AccountStatus>;
  /** What the person has: UIDL and text of every message, by UIDL. */
  mail(most?: number): Promise<[uidl: string, text: string][]>;
  record(): Promise<AccountRecord | undefined>;
  /** Sets what happens to mail on the server. */
  choose(policy: Partial<Policy>): Promise<void>;
  /** Says that mail may be retrieved though the server deletes it then. */
  accept(): Promise<void>;
}

export async function openMailbox(manners: Manners, ground: Ground = {}): Promise<Mailbox> {
  const signedIn = await signIn(manners, ground);
  const { answer, client } = signedIn;
  await emptyStore();
  const epoch = await takeLead();
  const account: AccountRecord = {
    id: answer.account,
    address: 'alice@example.com',
    name: 'Alice',
    colour: 0,
    username: 'alice',
    host: 'localhost',
    port: signedIn.server.port,
    security: 'tls',
    keep: false,
    key: answer.key,
    capabilities: answer.capabilities,
    addedAt: 0,
    seen: null,
    listedAt: null,
    checkedAt: null,
  };
  await addAccount(account);
  const store = leaderStore(epoch);
  const sync = new AccountSync(account, store, bridgeOf(client), () => {});
  return {
    ...signedIn,
    async check() {
      await sync.check();
      return sync.status;
    },
    async mail(most = 1000) {
      const rows = await listMessages('inbox', 0, most);
      const texts = rows.map(async (row): Promise<[string, string]> => {
        const bytes = await rawMessage(row);
        return [row.uidl, Buffer.from(bytes ?? []).toString('latin1')];
      });
      return (await Promise.all(texts)).sort(([a], [b]) => (a < b ? -1 : 1));
    },
    record: () => getAccount(account.id),
    accept: () => updateAccount(account.id, { acceptsExpiry: true }),
    choose: (policy) =>
      updateAccount(account.id, { policy: { ...leaveEverything, delay: 0, accepted: true, ...policy } }),
  };
}

/** The routes as the worker calls them, without the network between. */
export function bridgeOf(client: AccountClient): BridgeCalls {
  return {
    listing: (_, { known, sequential }) =>
      client.listing(known, { sequential }).catch((error: Error) => {
        throw problemIn(error.message);
      }),
    async messages(_, request, signal) {
      const response = await client.messages(request.wanted, signal, {
        sequential: request.sequential,
        part: request.part,
      });
      if (!response.ok || !response.body) throw problemIn(await response.text());
      return response.body;
    },
    async settle(_, { session, stored }) {
      await client.settle(session, stored);
      return { settled: true };
    },
    remove: (_, { wanted, sequential }, signal) =>
      client.delete(wanted, { sequential }, signal).catch((error: Error) => {
        throw problemIn(error.message);
      }),
  };
}

function problemIn(body: string): Error {
  const problem = toProblem(JSON.parse(body));
  return problem ? new BridgeProblem(problem) : new Error(body);
}
