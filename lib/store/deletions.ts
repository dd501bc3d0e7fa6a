import { announce } from './changes';
import { type Transaction, tx } from './database';
import { isFromFile } from './fromFile';
import { verifyAll } from './proof';
import type { Policy } from './records/account';
import type { DeletionReason, DeletionRecord, JournalRecord, StoredProof } from './records/deletions';
import type { MessageRecord } from './schema';

/** What holds for an account about which nobody has said anything. */
export const leaveEverything: Policy = {
  remove: { kind: 'never' },
  withTrash: false,
  maxOctets: null,
  dryRun: false,
  delay: 10 * 60_000,
  since: 0,
  accepted: false,
};

/**
 * Asks that messages leave their servers: `trash` (moved to Trash) counts only where the account's policy says so,
 * `chosen` always. Nothing is deleted yet: it can be taken back until the policy's delay is over, and then each message
 * has to be proved. What is deleted here for good is asked for in the transaction that does it (`askDeletion`).
 *
 * @param accepted the person has read that the only copy may be evicted: otherwise what is chosen waits until it is safe
 * @returns how many were written down; messages of which only the header is here, and those from files, are not
 */
export async function wantDeletion(
  messages: readonly MessageRecord[],
  reason: Extract<DeletionReason, 'trash' | 'chosen'>,
  now: number = Date.now(),
  accepted = false,
): Promise<number> {
  const wanted = await tx(deletionStores, 'readwrite', (t) =>
    ask(t, messages, reason, now, { accepted, proofs: null }),
  );
  tellDeletions(wanted);
  return wanted.length;
}

/**
 * What proves messages to the server that are about to be deleted here for good: verified now, since their bytes are
 * about to leave this device. What is damaged here is left out: the server's is the only good copy.
 *
 * @returns by the records' ids, of those whose accounts heed it
 */
export async function proveBefore(messages: readonly MessageRecord[]): Promise<Map<number, StoredProof>> {
  const named = await tx(deletionStores, 'readonly', (t) => heeded(t, messages, 'deleted'));
  return verifyAll(named.map(({ message }) => message));
}

/** The stores that `askDeletion` and `takeBackDeletion` need. */
export const deletionStores = ['accounts', 'deletions'] as const satisfies string[];

/**
 * `wantDeletion` inside of the transaction that moves the messages, so that what is moved back in the next one finds what
 * it has to take back. `tellDeletions` tells of it afterwards.
 *
 * @param proofs of `proveBefore`, with `deleted`: what has none is not asked for
 * @returns those that were written down
 */
export function askDeletion(
  t: Transaction<'readwrite'>,
  messages: readonly MessageRecord[],
  reason: Extract<DeletionReason, 'trash' | 'chosen' | 'deleted'>,
  now: number,
  proofs: ReadonlyMap<number, StoredProof> | null = null,
): Promise<MessageRecord[]> {
  return ask(t, messages, reason, now, { accepted: false, proofs });
}

async function ask(
  t: Transaction<'readwrite'>,
  messages: readonly MessageRecord[],
  reason: DeletionReason,
  now: number,
  { accepted, proofs }: { accepted: boolean; proofs: ReadonlyMap<number, StoredProof> | null },
): Promise<MessageRecord[]> {
  const deletions = t.objectStore('deletions');
  const wanted = (await heeded(t, messages, reason)).filter(
    ({ message }) => !proofs || proofs.has(message.id),
  );
  for (const { message, delay } of wanted) {
    const { account, uidl, id } = message;
    const before = await deletions.get([account, uidl]);
    // What has been sent waits for its listing; asking again changes nothing.
    if (before?.state === 'sent') continue;
    await deletions.put({
      ...asked(account, uidl, id, reason, now),
      notBefore: now + delay,
      verified: proofs?.get(id) ?? null,
      ...(accepted && { accepted }),
      ...(proofs && { envelope: namedBy(message) }),
    });
  }
  return wanted.map(({ message }) => message);
}

/** Those whose accounts heed the reason, and how long it can be taken back there, ms. */
async function heeded(
  t: Transaction<IDBTransactionMode>,
  messages: readonly MessageRecord[],
  reason: DeletionReason,
): Promise<{ message: MessageRecord; delay: number }[]> {
  const whole = messages.filter((message) => message.headerOf === undefined && !isFromFile(message));
  const policies = new Map<string, Policy>();
  for (const account of new Set(whole.map((message) => message.account))) {
    const record = await t.objectStore('accounts').get(account);
    if (record) policies.set(account, record.policy ?? leaveEverything);
  }
  return whole.flatMap((message) => {
    const policy = policies.get(message.account);
    if (reason !== 'chosen' && !policy?.withTrash) return [];
    return { message, delay: policy?.delay ?? leaveEverything.delay };
  });
}

/** Takes back what has not been sent. @returns how many could be taken back */
export async function withdrawDeletion(
  messages: readonly Pick<MessageRecord, 'account' | 'uidl'>[],
): Promise<number> {
  const withdrawn = await tx(['deletions'], 'readwrite', (t) => takeBackDeletion(t, messages));
  tellDeletions(messages);
  return withdrawn;
}

/** `withdrawDeletion` inside of the transaction that moves the messages; `tellDeletions` tells of it afterwards. */
export async function takeBackDeletion(
  t: Transaction<'readwrite'>,
  messages: readonly Pick<MessageRecord, 'account' | 'uidl'>[],
): Promise<number> {
  const deletions = t.objectStore('deletions');
  let count = 0;
  for (const { account, uidl } of messages) {
    const before = await deletions.get([account, uidl]);
    if (!before || before.state === 'sent') continue;
    await deletions.delete([account, uidl]);
    count += 1;
  }
  return count;
}

/** Tries those again that were kept, from the beginning and without further delay. */
export async function askAgain(messages: readonly Pick<DeletionRecord, 'account' | 'uidl'>[]): Promise<void> {
  await tx(['deletions'], 'readwrite', async (t) => {
    const deletions = t.objectStore('deletions');
    for (const { account, uidl } of messages) {
      const before = await deletions.get([account, uidl]);
      if (before?.state === 'kept') await deletions.put({ ...before, state: 'wanted', kept: null, tries: 0 });
    }
  });
  tellDeletions(messages);
}

/** Tells the tabs of what was asked for, or taken back. */
export function tellDeletions(messages: readonly { account: string }[]): void {
  for (const account of new Set(messages.map((message) => message.account)))
    announce({ kind: 'deletions', account });
}

/** What is to leave the account's server, and what was asked for and stays. */
export function readDeletions(account: string): Promise<DeletionRecord[]> {
  return tx(['deletions'], 'readonly', (t) => t.objectStore('deletions').index('byAccount').getAll(account));
}

/** What has left the account's server, the latest first. */
export async function readJournal(account: string, count: number): Promise<JournalRecord[]> {
  return tx(['journal'], 'readonly', async (t) => {
    const rows: JournalRecord[] = [];
    const range = IDBKeyRange.bound([account], [account, []]);
    let cursor = await t.objectStore('journal').index('byAccount').openCursor(range, 'prev');
    while (cursor && rows.length < count) {
      rows.push(cursor.value);
      cursor = await cursor.continue();
    }
    return rows;
  });
}

/** What the journal says of a message. */
export function namedBy({ envelope: { subject, from } }: MessageRecord): JournalRecord['envelope'] {
  const [sender] = from;
  return { subject, from: sender?.name || sender?.address || '' };
}

/** A deletion that somebody, or a policy, has just asked for. */
export function asked(
  account: string,
  uidl: string,
  id: number,
  reason: DeletionReason,
  now: number,
): DeletionRecord {
  return {
    account,
    uidl,
    id,
    state: 'wanted',
    reason,
    wantedAt: now,
    notBefore: now,
    tries: 0,
    sentAt: null,
    proof: null,
    kept: null,
    verified: null,
  };
}
