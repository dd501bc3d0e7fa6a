import {
  type Authentication,
  authenticationOf,
  type Header,
  type Receipt,
  receiptOf,
  receiverOf,
} from '@/lib/mail/authentication';
import { registrableDomain } from '@/lib/mail/domain';
import { tx } from './database';

/** Of so many messages that were opened last it is remembered who received them. */
const remembered = 40;

/**
 * What the account's own server found out about the sender of a message that somebody looks at; null where it said nothing,
 * or it is not clear yet whose word that is.
 *
 * @param sender the address in From
 */
export async function vouchedFor(
  account: string,
  message: number,
  sender: string,
  headers: readonly Header[],
): Promise<Authentication | null> {
  const host = sender.replace(/^.*@/, '').toLowerCase();
  const receiver = await noteReceipt(account, message, receiptOf(headers, registrableDomain(host) ?? host));
  return receiver ? authenticationOf(headers, receiver) : null;
}

/**
 * Notes who received a message, as its top shows, and tells whose word counts for the account: null as long as that is
 * not clear. Each message counts once.
 */
export function noteReceipt(
  account: string,
  message: number,
  receipt: Receipt,
): Promise<{ server: string; headers: number } | null> {
  return tx(['accounts', 'receivers'], 'readwrite', async (t) => {
    if ((await t.objectStore('accounts').getKey(account)) === undefined) return null;
    const store = t.objectStore('receivers');
    const before = (await store.get(account))?.receipts ?? [];
    const receipts = [...before.filter((one) => one.message !== message), { ...receipt, message }].slice(
      -remembered,
    );
    if (before.at(-1)?.message !== message) await store.put({ account, receipts });
    return receiverOf(receipts);
  });
}
