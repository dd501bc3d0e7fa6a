import { expect, type Page } from '@playwright/test';
import { inDatabase } from './database';

interface Count {
  total: number;
  unread: number;
}

/**
 * Compares every stored counter with a recount of the records, both of one moment, read without the app's own code.
 * Gives what is in each folder (and in the views of what is starred, pinned or labelled).
 */
export async function exactCounters(page: Page): Promise<Record<string, Count>> {
  const { counters, records } = await inDatabase(page, async (begin) => {
    const { counters, messages } = begin(['counters', 'messages']);
    const [counts, records] = await Promise.all([counters.all(), messages.all()]);
    return {
      counters: counts,
      records: records.map(({ account, folder, unread, starred, pinned, quiet, labels = [] }) => ({
        ...{ account, folder, unread, starred, pinned, quiet, labels },
      })),
    };
  });
  const counted = new Map<string, Count>();
  const add = (key: string, unread: boolean) => {
    const { total, unread: before } = counted.get(key) ?? { total: 0, unread: 0 };
    counted.set(key, { total: total + 1, unread: before + (unread ? 1 : 0) });
  };
  for (const { account, folder, unread, starred, pinned, quiet, labels } of records) {
    add(`${account} ${folder}`, unread);
    if (quiet && folder === 'inbox') add(`${account} quiet`, unread);
    if (folder === 'trash' || folder === 'junk') continue;
    if (starred) add(`${account} starred`, unread);
    if (pinned) add(`${account} pinned`, unread);
    for (const label of labels) add(`${account} ${label}`, unread);
  }
  const stored = counters
    .filter(({ total, unread }) => total !== 0 || unread !== 0)
    .map(({ account, folder, total, unread }) => [`${account} ${folder}`, { total, unread }] as const);
  expect(Object.fromEntries(stored)).toEqual(Object.fromEntries(counted));
  const sums: Record<string, Count> = {};
  for (const { folder, total, unread } of counters) {
    const sum = sums[folder] ?? { total: 0, unread: 0 };
    sums[folder] = { total: sum.total + total, unread: sum.unread + unread };
  }
  return sums;
}

/** What the folder pane says of a folder: read from the link's description. */
export async function expectFolder(page: Page, name: string, { total, unread }: Count): Promise<void> {
  const link = page.getByRole('navigation', { name: 'Folders' }).getByRole('link', { name, exact: true });
  const [all, fresh] = [total, unread].map((count) => count.toLocaleString('en-US'));
  const words = `${all} ${total === 1 ? 'message' : 'messages'}, ${fresh} unread`;
  await expect(link).toHaveAttribute('title', words);
}

/** Octets of all packs: what the mail takes on the disk. */
export const packOctets = (page: Page): Promise<number> =>
  inDatabase(page, async (begin) =>
    (await begin(['packs']).packs.all()).reduce((sum, { bytes }) => sum + bytes.byteLength, 0),
  );

/** What is unread of each sender, by name. */
export const unreadOf = (page: Page) =>
  inDatabase(page, async (begin) => {
    const counts: Record<string, number> = {};
    for (const { envelope, unread } of await begin(['messages']).messages.all()) {
      const name = envelope.from[0]?.name ?? '';
      counts[name] = (counts[name] ?? 0) + (unread ? 1 : 0);
    }
    return counts;
  });

/** One of the messages in Trash came there 31 days ago. */
export const longInTrash = (page: Page) =>
  inDatabase(page, async (begin) => {
    const { messages } = begin(['messages'], 'readwrite');
    const record = (await messages.all()).find(({ folder }) => folder === 'trash');
    if (record) await messages.put({ ...record, movedAt: Date.now() - 31 * 86_400_000 });
  });
