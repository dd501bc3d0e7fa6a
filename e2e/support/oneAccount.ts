import { emptyStore } from '@/e2e/support/emptyStore';
import { addAccount, getAccount, updateAccount } from '@/lib/store/accounts';
import { leaveEverything } from '@/lib/store/deletions';
import { takeLead } from '@/lib/store/leadership';
import { listMessages } from '@/lib/store/lists';
import type { Policy } from '@/lib/store/records/account';
import { leaderStore } from '@/lib/sync/accountStore';
import { AccountSync } from '@/lib/sync/accountSync';
import { someAccount } from './storedMail';
import { TestBridge, text } from './testBridge';

/** One account, `ada`, with five messages on its server, checked by the engine over the store as they are. */
export interface OneAccount {
  bridge: TestBridge;
  sync: AccountSync;
  /** As it is stored by now: as if the tab had been opened anew. */
  anew: () => Promise<AccountSync>;
  onServer: () => string[];
}

export const atOnce: Policy = { ...leaveEverything, remove: { kind: 'at-once' }, delay: 0, accepted: true };

export const mail = (n: number) =>
  text(
    `Message-ID: <${n}@a>\r\nSubject: number ${n}\r\nDate: ${new Date(Date.UTC(2026, 0, n)).toUTCString()}\r\n\r\nbody ${n}\r\n`,
  );

/** On a device on which nothing is stored yet. */
export async function oneAccount(): Promise<OneAccount> {
  await emptyStore();
  const epoch = await takeLead();
  const account = someAccount('ada');
  await addAccount(account);
  const bridge = new TestBridge();
  for (let n = 1; n <= 5; n += 1) bridge.maildrop.set(`u${n}`, mail(n));
  const store = leaderStore(epoch);
  const sync = new AccountSync(account, store, bridge, () => {});
  const anew = async () => new AccountSync((await getAccount('ada')) ?? account, store, bridge, () => {});
  return { bridge, sync, anew, onServer: () => [...bridge.maildrop.keys()] };
}

export const choose = (policy: Policy) => updateAccount('ada', { policy });
export const rows = () => listMessages('inbox', 0, 100);
