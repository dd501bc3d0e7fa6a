import type { Page } from '@playwright/test';
import { databaseExists, inDatabase } from './database';

export interface StoredDigest {
  uidl: string;
  /** As the record says it, hexadecimal. */
  claimed: string;
  /** Of the bytes that are in the pack, hexadecimal. */
  actual: string;
  size: number;
  subject: string;
}

/**
 * Reads every message of the page's IndexedDB from its pack and hashes it again: what is really on the disk, without
 * the app's own code. Sorted by UIDL. An app that has stored nothing yet gives none.
 */
export async function storedDigests(page: Page): Promise<StoredDigest[]> {
  if (!(await databaseExists(page))) return [];
  return inDatabase(page, async (begin) => {
    const known = await begin(['messages']).messages.all();
    const last = { pack: 0, bytes: new ArrayBuffer() };
    const digests = [];
    known.sort((a, b) => a.pack - b.pack);
    for (const { id } of known) {
      // Record and pack in one transaction: packs are rewritten meanwhile, and what was in them stands elsewhere then.
      const { messages, packs } = begin(['messages', 'packs']);
      const message = await messages.get(id);
      if (!message) continue;
      if (last.pack !== message.pack) {
        const pack = await packs.get(message.pack);
        if (!pack) throw new Error(`There is no pack ${message.pack}.`);
        Object.assign(last, { pack: pack.id, bytes: pack.bytes });
      }
      const view = new Uint8Array(last.bytes, message.offset, message.size);
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', view));
      digests.push({
        uidl: message.uidl,
        claimed: message.sha256,
        actual: [...hash].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
        size: message.size,
        subject: message.envelope.subject,
      });
    }
    return digests.sort((a, b) => (a.uidl < b.uidl ? -1 : 1));
  });
}

/** On the disk one bit of a message turns over: of the octet `at`, from the end where that is negative. */
export function turnBit(page: Page, id: number | undefined, at: number): Promise<void> {
  return inDatabase(
    page,
    async (begin, { id, at }) => {
      const { messages, packs } = begin(['messages', 'packs'], 'readwrite');
      const message = await messages.get(id ?? 0);
      const pack = message && (await packs.get(message.pack));
      if (!pack) throw new Error('There is no such message.');
      const bytes = new Uint8Array(pack.bytes);
      const octet = message.offset + at + (at < 0 ? message.size : 0);
      bytes[octet] = (bytes[octet] ?? 0) ^ 1;
      await packs.put({ ...pack, bytes: bytes.buffer });
    },
    { id, at },
  );
}

/** When the last round of the first account was concluded, ms. */
export const checkedAt = (page: Page): Promise<number> =>
  inDatabase(page, async (begin) => {
    const [account] = await begin(['accounts']).accounts.all();
    return account?.checkedAt ?? 0;
  });

/** Subjects by the id that stands in a message's link. */
export async function storedSubjects(page: Page): Promise<Map<string, string>> {
  return new Map((await storedNames(page)).map(({ id, subject }) => [id, subject]));
}

/** UIDLs by the same. */
export async function storedUidls(page: Page): Promise<Map<string, string>> {
  return new Map((await storedNames(page)).map(({ id, uidl }) => [id, uidl]));
}

function storedNames(page: Page): Promise<{ id: string; uidl: string; subject: string }[]> {
  return inDatabase(page, async (begin) =>
    (await begin(['messages']).messages.all()).map(({ id, uidl, envelope }) => ({
      id: String(id),
      uidl,
      subject: envelope.subject,
    })),
  );
}

/** How many messages are stored: quick, for polling. */
export async function storedCount(page: Page): Promise<number> {
  if (!(await databaseExists(page))) return 0;
  return inDatabase(page, (begin) => begin(['messages']).messages.count());
}
