import { expect, it, vi } from 'vitest';
import { Batcher, type Commit, type Moved, type VerifiedMessage } from './batcher';
import { MessageUnfit } from './messageUnfit';
import { packOctets } from './packBuilder';

const hash = async (bytes: Uint8Array<ArrayBuffer>) =>
  Buffer.from(await crypto.subtle.digest('SHA-256', bytes)).toString('hex');

const names = (messages: readonly VerifiedMessage[]) => messages.map(({ uidl }) => uidl);
const mail = (n: number) => new TextEncoder().encode(`Subject: number ${n}\r\n\r\nbody\r\n`);

async function arrive(batcher: Batcher, uidl: string, bytes: Uint8Array<ArrayBuffer>): Promise<void> {
  batcher.begin(uidl, bytes.length);
  batcher.data(bytes);
  batcher.end(bytes.length, await hash(bytes));
}

it('writes the first message soon and groups the others while the disk is busy', async () => {
  // However slow the machine is, no batch that waits for company loses its patience meanwhile.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const batches: string[][] = [];
    let free: () => void = () => {};
    const batcher = new Batcher(
      async (_pack, messages) => {
        batches.push(names(messages));
        await new Promise<void>((resolve) => (free = resolve));
        return names(messages);
      },
      () => {},
    );
    await arrive(batcher, 'u9', mail(9));
    await batcher.pace();
    await vi.advanceTimersByTimeAsync(30);
    expect(batches, 'where the way is fast, others are there in a moment').toEqual([]);
    await vi.waitFor(() => expect(batches).toEqual([['u9']]), 10_000);
    for (const n of [8, 7, 6]) await arrive(batcher, `u${n}`, mail(n));
    let goesOn = false;
    const paced = batcher.pace().then(() => {
      goesOn = true;
    });
    await vi.advanceTimersByTimeAsync(300);
    expect(batches, 'nothing else is worked on before the first are on the disk').toHaveLength(1);
    expect(goesOn, 'and nothing more is taken in').toBe(false);
    expect(batcher.stored).toEqual([]);
    free();
    await vi.waitFor(() => expect(batches).toHaveLength(2), 10_000);
    const finished = batcher.finish();
    free();
    await Promise.all([paced, finished]);
    expect(batches[1]).toEqual(['u8', 'u7', 'u6']);
    expect(batcher.stored).toEqual(['u9', 'u8', 'u7', 'u6']);
  } finally {
    vi.useRealTimers();
  }
});

it('writes the first screen of mail in one go where the way is fast', async () => {
  const batches: number[] = [];
  const batcher = new Batcher(
    async (_pack, messages) => {
      batches.push(messages.length);
      return names(messages);
    },
    () => {},
  );
  for (let n = 1; n <= 50; n += 1) await arrive(batcher, `u${n}`, mail(n));
  await batcher.pace();
  await vi.waitFor(() => expect(batches).toEqual([50]), 10_000);
});

it('writes the first screen of mail soon, and what comes later in larger groups', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const batches: number[] = [];
    const batcher = new Batcher(
      async (_pack, messages) => {
        batches.push(messages.length);
        return names(messages);
      },
      () => {},
    );
    const settled = (count: number) => vi.waitFor(() => expect(batcher.stored).toHaveLength(count), 10_000);
    const bring = async (from: number, to: number) => {
      for (let n = from; n <= to; n += 1) await arrive(batcher, `u${n}`, mail(n));
      await batcher.pace();
    };
    await bring(1, 1);
    await settled(1);
    await bring(2, 49);
    await vi.advanceTimersByTimeAsync(50);
    await settled(49);
    await bring(50, 51);
    await vi.advanceTimersByTimeAsync(50);
    await settled(51);
    await bring(52, 60);
    await vi.advanceTimersByTimeAsync(100);
    expect(batches).toEqual([1, 48, 2]);
    await vi.advanceTimersByTimeAsync(200);
    await settled(60);
  } finally {
    vi.useRealTimers();
  }
});

it('names the message that was damaged, and stores the ones beside it', async () => {
  const batcher = new Batcher(
    async (_pack, messages) => names(messages),
    () => {},
  );
  await arrive(batcher, 'good', mail(1));
  batcher.begin('bad', 3);
  batcher.data(mail(2));
  batcher.end(mail(2).length, '0'.repeat(64));
  const failure = await batcher.finish().catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(MessageUnfit);
  expect(failure).toMatchObject({ uidl: 'bad' });
  expect(batcher.stored).toEqual(['good']);
});

it('a message that is cut off leaves nothing behind', async () => {
  const packs: number[] = [];
  const batcher = new Batcher(
    async (pack, messages) => {
      packs.push(pack.byteLength);
      return names(messages);
    },
    () => {},
  );
  await arrive(batcher, 'whole', mail(1));
  batcher.begin('cut', 1_000);
  batcher.data(mail(2));
  expect(batcher.arriving).toBe('cut');
  await batcher.finish();
  expect(batcher.stored).toEqual(['whole']);
  expect(packs).toEqual([mail(1).length]);
});

it('a pack ends before the message that would make it larger than it may be, however much comes at once', async () => {
  const packs: number[] = [];
  const batcher = new Batcher(
    async (pack, messages) => {
      packs.push(pack.byteLength);
      return names(messages);
    },
    () => {},
  );
  const third = new Uint8Array(packOctets / 3 - 1);
  for (let n = 0; n < 7; n += 1) await arrive(batcher, `u${n}`, third);
  await batcher.finish();
  expect(packs).toEqual([3, 3, 1].map((messages) => messages * third.length));
  expect(batcher.stored).toHaveLength(7);
});

it('names for the receipt only what the commit has stored, and counts nothing else', async () => {
  const counted: number[][] = [];
  const commit: Commit = async (_pack, messages) => names(messages).filter((uidl) => uidl !== 'u2');
  const batcher = new Batcher(commit, (...told) => counted.push(told));
  for (const n of [1, 2]) await arrive(batcher, `u${n}`, mail(n));
  await batcher.finish();
  expect(batcher.stored).toEqual(['u1']);
  expect(counted).toEqual([[1, mail(1).length]]);
});

it.each([
  [true, []],
  [false, ['new']],
])(
  'what is stored under a name that is gone gets the new one if it is whole (%s), else it is stored: %j',
  async (whole, expected) => {
    const committed: string[] = [];
    const renamed: string[] = [];
    const moved: Moved = {
      names: new Map([[await hash(mail(1)), 'old']]),
      holds: async (uidl) => whole && uidl === 'old',
      rename: async (given) => void renamed.push(...given.keys()),
    };
    const batcher = new Batcher(
      async (_pack, messages) => {
        committed.push(...names(messages));
        return names(messages);
      },
      () => {},
      new Map(),
      moved,
    );
    await arrive(batcher, 'new', mail(1));
    await batcher.finish();
    expect(committed).toEqual(expected);
    expect(renamed).toEqual(whole ? ['old'] : []);
    expect(batcher.stored).toEqual(['new']);
  },
);
