import { announce } from './changes';
import { tx } from './database';
import { leaderTx } from './leadership';
import type { VerifiedExport } from './schema';

/** What stands between the mail on this device and its loss. */
export interface Safety {
  /** The browser has promised not to evict it when room is short. */
  persisted: boolean;
  /** What this site may store in all, and what it stores now, octets; null where the browser does not say. */
  quota: number | null;
  usage: number | null;
  /**
   * When the last export of everything that was reopened and found whole had been made, ms since 1970: what was stored
   * later is not in it. Null: there is none. Exports of a part don't count here.
   */
  lastVerifiedExportAt: number | null;
  /** Keys of records: of what has a higher one nothing is in that export. 0: there is none. */
  verifiedUpTo: number;
}

/** As things stand now, in a tab or in a worker. */
export async function readSafety(): Promise<Safety> {
  const storage = globalThis.navigator?.storage;
  const [persisted, estimate, verified] = await Promise.all([
    storage?.persisted?.().catch(() => false),
    storage?.estimate?.().catch(() => null),
    readVerifiedExport(),
  ]);
  return {
    persisted: persisted ?? false,
    quota: estimate?.quota ?? null,
    usage: estimate?.usage ?? null,
    lastVerifiedExportAt: verified?.value ?? null,
    verifiedUpTo: verified?.upTo ?? 0,
  };
}

/** The last export of everything that was found whole; undefined: there is none. */
export async function readVerifiedExport(): Promise<VerifiedExport | undefined> {
  const record = await tx(['meta'], 'readonly', (t) => t.objectStore('meta').get('verifiedExport'));
  return record?.key === 'verifiedExport' ? record : undefined;
}

/** Writes down that an export of everything was reopened and found whole. An older one does not replace a newer one. */
export async function noteVerifiedExport(verified: Omit<VerifiedExport, 'key'>): Promise<void> {
  await tx(['meta'], 'readwrite', async (t) => {
    const before = await t.objectStore('meta').get('verifiedExport');
    if (before && before.value > verified.value) return;
    await t.objectStore('meta').put({ ...verified, key: 'verifiedExport' });
  });
  announce({ kind: 'safety' });
}

/** Messages whose only place this device may be, as of the last count. */
export interface OnlyHere {
  /** By all that is known, their server does not have them, or they never had one. */
  onlyHere: number;
  /** Of them, those that are in no verified export either. */
  uncopied: number;
}

export function readOnlyHere(): Promise<OnlyHere> {
  return tx(['meta'], 'readonly', async (t) => {
    const meta = t.objectStore('meta');
    const [onlyHere, uncopied] = [await meta.get('onlyHere'), await meta.get('uncopied')];
    return { onlyHere: onlyHere?.value ?? 0, uncopied: uncopied?.value ?? 0 };
  });
}

/**
 * Counts them anew: all that are stored, less those that the ledger has on their server. It reads the whole ledger (some
 * 20 MB for 100,000 messages), so only the leader's worker does it, when something has changed.
 *
 * @throws LeadershipLost
 */
export async function countOnlyHere(epoch: number): Promise<OnlyHere> {
  const counted = await tx(['messages', 'ledger', 'meta'], 'readonly', async (t) => {
    const stored = new Set(await t.objectStore('messages').getAllKeys());
    const verified = await t.objectStore('meta').get('verifiedExport');
    const copied = verified?.key === 'verifiedExport' ? verified : { value: 0, upTo: 0 };
    // Their bytes came after the copy was made, under older keys.
    const later = new Set<number>();
    const ledger = t.objectStore('ledger');
    for (let cursor = await ledger.openCursor(); cursor; cursor = await cursor.continue()) {
      const { ids, gone, storedAt } = cursor.value;
      ids.forEach((id, index) => {
        if (storedAt > copied.value) later.add(id);
        if (!gone?.[index]) stored.delete(id);
      });
    }
    const uncopied = [...stored].filter((id) => id > copied.upTo || later.has(id)).length;
    return { onlyHere: stored.size, uncopied };
  });
  const changed = await leaderTx(epoch, ['meta'], async (t) => {
    const meta = t.objectStore('meta');
    let differs = false;
    for (const key of ['onlyHere', 'uncopied'] as const) {
      if (((await meta.get(key))?.value ?? 0) === counted[key]) continue;
      await meta.put({ key, value: counted[key] });
      differs = true;
    }
    return differs;
  });
  if (changed) announce({ kind: 'safety' });
  return counted;
}
