import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { emptyStore } from '@/e2e/support/emptyStore';
import { someAccount, someMessage, storeMail } from '@/e2e/support/storedMail';
import { addAccount } from './accounts';
import { everything, readStored, selectRecords } from './copies';
import { tx } from './database';
import { MessageDamaged, StorageFull } from './errors';
import { takeLead } from './leadership';
import { octetsOfAll, packSize } from './packBytes';
import { compactPacks } from './packs';
import { verifyAll } from './proof';
import { rawMessage } from './raw';
import { removeMessages } from './removal';
import type { MessageRecord } from './schema';
import { messagesWithOctets } from './searchIndex';

const now = Date.UTC(2026, 0, 15);
const text = (uidl: string) => someMessage(uidl, `The body of ${uidl}.\r\n`);
let epoch = 0;

beforeEach(async () => {
  await emptyStore();
  epoch = await takeLead();
  await addAccount(someAccount('ada'));
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Which of the two a browser keeps. */
function chromium(is: boolean): void {
  vi.stubGlobal('navigator', is ? { userAgentData: {} } : {});
}

const store = (...uidls: string[]) =>
  storeMail(epoch, 'ada', Object.fromEntries(uidls.map((uidl) => [uidl, text(uidl)])));

async function records(): Promise<MessageRecord[]> {
  const found: MessageRecord[] = [];
  for await (const some of selectRecords(everything)) found.push(...some);
  return found;
}

const forms = () =>
  tx(['packs'], 'readonly', async (t) =>
    (await t.objectStore('packs').getAll()).map(({ bytes }) =>
      bytes instanceof Blob ? 'Blob' : 'ArrayBuffer',
    ),
  );

/** Every way to a message's octets finds those that came. */
async function expectWhole(...uidls: string[]): Promise<void> {
  const all = await records();
  expect(all.map(({ uidl }) => uidl).sort()).toEqual([...uidls].sort());
  const proved = await verifyAll(all);
  const beside = await messagesWithOctets(all.map(({ id }) => id));
  for (const record of all) {
    const wanted = text(record.uidl);
    expect(Buffer.from(await rawMessage(record)).toString()).toBe(wanted);
    expect(proved.get(record.id)?.octets).toBe(wanted.length);
    const found = beside.find((each) => each.record.id === record.id);
    expect(Buffer.from(found?.bytes ?? []).toString()).toBe(wanted);
  }
  for await (const group of readStored(all))
    for (const { record, bytes } of group)
      expect(Buffer.from(bytes ?? []).toString()).toBe(text(record.uidl));
}

it('what older versions kept is read beside what is kept now, and compaction makes one of both', async () => {
  chromium(false);
  await store('a', 'b', 'c');
  chromium(true);
  await store('d', 'e', 'f');
  expect(await forms()).toEqual(['ArrayBuffer', 'Blob']);
  await expectWhole('a', 'b', 'c', 'd', 'e', 'f');
  const gone = (await records()).filter(({ uidl }) => 'abde'.includes(uidl));
  await removeMessages(
    gone.map(({ id }) => id),
    now,
  );
  expect((await compactPacks(epoch, 'ada')).freed).toBe(4 * text('a').length);
  expect(await forms()).toEqual(['Blob']);
  await expectWhole('c', 'f');
});

describe('a Blob that cannot be read', () => {
  beforeEach(async () => {
    chromium(true);
    await store('a', 'b', 'c');
  });
  const lost = () =>
    vi.spyOn(Blob.prototype, 'arrayBuffer').mockRejectedValue(new DOMException('gone', 'NotReadableError'));

  it('is damage for who reads, proves and exports', async () => {
    lost();
    const all = await records();
    await expect(rawMessage(all[0] ?? { pack: 0, offset: 0, size: 0 })).rejects.toThrow(MessageDamaged);
    expect((await verifyAll(all)).size).toBe(0);
    for await (const group of readStored(all)) for (const { bytes } of group) expect(bytes).toBeNull();
  });

  it('and never says so is damage after a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      vi.spyOn(Blob.prototype, 'arrayBuffer').mockReturnValue(new Promise(() => {}));
      const pack = { bytes: new Blob(['octets']), record: { pack: 1, offset: 0, size: 6 } };
      const read = octetsOfAll([pack]);
      await vi.advanceTimersByTimeAsync(60_000);
      expect(await read).toEqual([null]);
    } finally {
      vi.useRealTimers();
    }
  });

  it('is left as it is by compaction', async () => {
    const gone = (await records()).slice(0, 2);
    await removeMessages(
      gone.map(({ id }) => id),
      now,
    );
    lost();
    expect(await compactPacks(epoch, 'ada')).toEqual({ freed: 0, damaged: [1] });
    vi.restoreAllMocks();
    await expectWhole('a');
  });
});

it('a pack from which something is removed while it is read for its rewriting waits for the next time', async () => {
  chromium(true);
  await store('a', 'b', 'c', 'd');
  const ids = (await records()).map(({ id }) => id);
  const [last] = ids;
  await removeMessages(ids.slice(1, 3), now);
  await removeMessages(ids.slice(3), now);
  await store('e');
  const { digest } = crypto.subtle;
  vi.spyOn(crypto.subtle, 'digest').mockImplementationOnce(async (...given) => {
    await removeMessages([last ?? 0], now);
    return digest.apply(crypto.subtle, given);
  });
  expect(await compactPacks(epoch, 'ada')).toEqual({ freed: 0, damaged: [] });
  await expectWhole('e');
  expect((await compactPacks(epoch, 'ada')).freed).toBe(4 * text('a').length);
  await expectWhole('e');
});

it('a full disk on which a Blob could not be written is a full disk', async () => {
  const full = new DOMException('Failed to write blobs (IOError)', 'DataError');
  const written = tx(['packs'], 'readwrite', () => Promise.reject(full));
  await expect(written).rejects.toThrow(StorageFull);
});

it('a record that points behind the end of its pack takes no other with it', async () => {
  chromium(true);
  await store('a', 'b');
  const [pack] = await tx(['packs'], 'readonly', (t) => t.objectStore('packs').getAll());
  const all = await records();
  const found = all.map((record) => ({
    record: record.uidl === 'b' ? { ...record, offset: packSize(pack?.bytes ?? new Blob()) - 1 } : record,
    bytes: pack?.bytes,
  }));
  const octets = await octetsOfAll(found);
  expect(octets.map((bytes) => (bytes ? Buffer.from(bytes).toString() : null))).toEqual(
    all.map(({ uidl }) => (uidl === 'b' ? null : text('a'))),
  );
});
