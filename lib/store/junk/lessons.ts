import { announce } from '../changes';
import { type Transaction, tx } from '../database';
import { leaderTx } from '../leadership';
import type { MarkChange } from '../marks';
import type { StoreName } from '../migrations';
import type { JunkVerdictRecord, Lesson, LessonRecord } from '../records/junk';
import type { MessageRecord } from '../schema';
import { accountRow } from './accountRow';
import { blockOf, readBlock, writeBlock } from './counts';

export type { Lesson } from '../records/junk';

/** What a move into Junk or out of it writes to. */
export const lessonStores: StoreName[] = ['junkLessons', 'junkVerdicts'];

type Moved = MarkChange & { id: number; lesson?: Lesson | null };

/**
 * What a person says by a move, in the move's transaction: into Junk is junk, out of it (not into Trash) is not. What
 * undoes a move wants again what was wanted before it (`lesson` of the change), which is noted in `before`.
 */
export async function noteMoves(
  t: Transaction<'readwrite'>,
  before: readonly Moved[],
  after: readonly MessageRecord[],
  changes: readonly Moved[],
): Promise<void> {
  const asked = new Map(changes.map((change) => [change.id, change.lesson]));
  for (const [index, record] of after.entries()) {
    const was = before[index];
    if (was?.folder === undefined) continue;
    const says =
      record.folder === 'junk' ? 'junk' : was.folder === 'junk' && record.folder !== 'trash' ? 'good' : null;
    const undone = asked.get(record.id);
    if (says === null && undone === undefined) continue;
    was.lesson = await want(t, record, undone === undefined ? says : undone);
  }
}

/** Writes down what a message is to teach. @returns what it was to teach before */
async function want(
  t: Transaction<'readwrite'>,
  { id, account }: Pick<MessageRecord, 'id' | 'account'>,
  lesson: Lesson | null,
): Promise<Lesson | null> {
  const lessons = t.objectStore('junkLessons');
  const row = await lessons.get(id);
  const { pending: _, ...rest } = row ?? {
    ...{ message: id, account, learned: null, want: null, tokens: new Uint32Array() },
  };
  const next: LessonRecord = { ...rest, want: lesson };
  if (lesson !== next.learned) next.pending = 1;
  if (lesson === null && next.learned === null) await lessons.delete(id);
  else await lessons.put(next);
  return row?.want ?? null;
}

/** Of these messages, those that a person has called junk: what the filter alone thinks of a message is not among it. */
export async function calledJunk(
  t: Transaction<'readonly' | 'readwrite'>,
  messages: readonly Pick<MessageRecord, 'id'>[],
): Promise<Set<number>> {
  const rows = await Promise.all(messages.map(({ id }) => t.objectStore('junkLessons').get(id)));
  return new Set(rows.flatMap((row) => (row?.want === 'junk' ? [row.message] : [])));
}

/** What was said of a message before `teachGood`. */
export interface BeforeGood {
  lesson: Lesson | null;
  verdict: JunkVerdictRecord | null;
}

/**
 * A person says that a message which may be junk is not, where it stands: it teaches, and is asked about no more.
 *
 * @returns how it was, for `unteach`; null: the message is gone
 */
export function teachGood(id: number): Promise<BeforeGood | null> {
  return say(id, { lesson: 'good', verdict: null });
}

/** Undoes `teachGood`: the message wants to teach what it did before, and what the filter thought of it is told again. */
export async function unteach(id: number, before: BeforeGood): Promise<void> {
  await say(id, before);
}

async function say(id: number, { lesson, verdict }: BeforeGood): Promise<BeforeGood | null> {
  const before = await tx(['messages', ...lessonStores], 'readwrite', async (t) => {
    const record = await t.objectStore('messages').get(id);
    if (!record) return null;
    const verdicts = t.objectStore('junkVerdicts');
    const was = (await verdicts.get(id)) ?? null;
    if (verdict) await verdicts.put(verdict);
    else await verdicts.delete(id);
    return { lesson: await want(t, record, lesson), verdict: was };
  });
  announce({ kind: 'junk' });
  announce({ kind: 'message', id });
  return before;
}

/**
 * The leader takes mail that was read and kept for ordinary, unless a person has said something of it.
 *
 * @returns how many are new
 */
export function takeForGood(epoch: number, records: readonly MessageRecord[]): Promise<number> {
  return leaderTx(epoch, ['junkLessons'], async (t) => {
    let taken = 0;
    for (const record of records) {
      if ((await t.objectStore('junkLessons').getKey(record.id)) !== undefined) continue;
      await want(t, record, 'good');
      taken += 1;
    }
    return taken;
  });
}

/** Lessons whose turn has come, with their messages' records where they are still here. */
export function pendingLessons(
  count: number,
): Promise<{ lesson: LessonRecord; record: MessageRecord | null }[]> {
  return tx(['junkLessons', 'messages'], 'readonly', async (t) => {
    const lessons = await t.objectStore('junkLessons').index('byPending').getAll(1, count);
    const records = await Promise.all(lessons.map(({ message }) => t.objectStore('messages').get(message)));
    return lessons.map((lesson, at) => ({ lesson, record: records[at] ?? null }));
  });
}

/**
 * Learns and unlearns in one transaction: counts, totals and the lessons' rows move together, so that each message counts
 * once whenever the worker is killed. A lesson that a person has changed meanwhile waits for its next turn.
 *
 * @param tokens hashes, ascending, of each lesson that is to teach something; unlearning needs none
 * @throws LeadershipLost, StorageFull
 */
export async function learn(
  epoch: number,
  lessons: readonly { lesson: LessonRecord; tokens: Uint32Array<ArrayBuffer> }[],
): Promise<void> {
  await leaderTx(epoch, ['accounts', 'junkLessons', 'junkBlocks', 'junkState'], async (t) => {
    const moves = new Moves();
    for (const { lesson, tokens } of lessons) {
      const row = await t.objectStore('junkLessons').get(lesson.message);
      if (!row || row.want !== lesson.want || row.learned === row.want) continue;
      if (row.learned !== null) moves.add(row.account, row.learned, row.tokens, -1);
      const { pending: _, ...rest } = row;
      if (row.want === null) await t.objectStore('junkLessons').delete(row.message);
      else {
        moves.add(row.account, row.want, tokens, 1);
        await t.objectStore('junkLessons').put({ ...rest, learned: row.want, tokens });
      }
    }
    await moves.write(t);
  });
  announce({ kind: 'junk' });
}

/** What a transaction does to counts and totals. */
class Moves {
  readonly #accounts = new Map<
    string,
    Record<Lesson, number> & { tokens: Map<number, Record<Lesson, number>> }
  >();

  add(account: string, kind: Lesson, tokens: Uint32Array, sign: 1 | -1): void {
    const own = this.#accounts.get(account) ?? { junk: 0, good: 0, tokens: new Map() };
    this.#accounts.set(account, own);
    own[kind] += sign;
    for (const hash of tokens) {
      const move = own.tokens.get(hash) ?? { junk: 0, good: 0 };
      move[kind] += sign;
      own.tokens.set(hash, move);
    }
  }

  async write(t: Transaction<'readwrite'>): Promise<void> {
    for (const [account, { junk, good, tokens }] of this.#accounts) {
      const row = await accountRow(t, account);
      await t
        .objectStore('junkState')
        .put({ ...row, junk: Math.max(0, row.junk + junk), good: Math.max(0, row.good + good) });
      const byBlock = new Map<number, [number, Record<Lesson, number>][]>();
      for (const move of tokens) {
        const block = blockOf(move[0]);
        const moves = byBlock.get(block);
        if (moves) moves.push(move);
        else byBlock.set(block, [move]);
      }
      for (const [block, moves] of byBlock) await moveBlock(t, account, block, moves);
    }
  }
}

async function moveBlock(
  t: Transaction<'readwrite'>,
  account: string,
  block: number,
  moves: readonly [number, Record<Lesson, number>][],
): Promise<void> {
  const blocks = t.objectStore('junkBlocks');
  const counts = new Map<number, Record<Lesson, number>>();
  const before = await blocks.get([account, block]);
  if (before) readBlock(before, counts);
  for (const [hash, { junk, good }] of moves) {
    const count = counts.get(hash) ?? { junk: 0, good: 0 };
    counts.set(hash, { junk: Math.max(0, count.junk + junk), good: Math.max(0, count.good + good) });
  }
  const after = writeBlock(counts);
  if (after) await blocks.put(after, [account, block]);
  else await blocks.delete([account, block]);
}
