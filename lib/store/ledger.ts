import { tx } from './database';
import { leaderTx } from './leadership';

/** What the ledger says of an account's messages. */
export interface Known {
  /** UIDLs of all that is stored, settled or not: never retrieved as new. */
  stored: Set<string>;
  /** UIDL to SHA-256 of what is stored, though the server may not have heard of it: its session ended without QUIT. */
  unsettled: Map<string, string>;
}

/** What a listing is compared with. */
export async function knownMessages(account: string): Promise<Known> {
  const rows = await tx(['ledger'], 'readonly', (t) =>
    t.objectStore('ledger').index('byAccount').getAll(account),
  );
  const known: Known = { stored: new Set(), unsettled: new Map() };
  for (const { uidls, sha256, settled } of rows) {
    uidls.forEach((uidl, index) => {
      known.stored.add(uidl);
      if (!settled) known.unsettled.set(uidl, sha256[index] ?? '');
    });
  }
  return known;
}

/** Notes that the server has heard of these: rows of which every message is among them are settled. */
export function settleMessages(epoch: number, account: string, uidls: ReadonlySet<string>): Promise<void> {
  return leaderTx(epoch, ['ledger'], async (t) => {
    const ledger = t.objectStore('ledger');
    const rows = await ledger.index('byAccount').getAll(account);
    const done = rows.filter((row) => !row.settled && row.uidls.every((uidl) => uidls.has(uidl)));
    await Promise.all(done.map((row) => ledger.put({ ...row, settled: true })));
  });
}
