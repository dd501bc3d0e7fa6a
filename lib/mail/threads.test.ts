import { describe, expect, it } from 'vitest';
import { baseSubject, join, namingOf, type Threadable, threadKeys } from './threads';
import type { Mailbox } from './types';

const reader = new Set(['me@home.example']);
const box = (address: string): Mailbox => ({ name: '', address });

let next = 1;
function message(own: string, change: Partial<Threadable['envelope']> & { date?: number } = {}): Threadable {
  const { date = 0, ...envelope } = change;
  const empty = { from: [box('ada@x.example')], to: [box('me@home.example')], cc: [] };
  next += 1;
  return {
    id: next,
    date,
    envelope: {
      ...empty,
      ...{ subject: '', messageId: own && `<${own}>`, inReplyTo: '', references: [] },
      ...envelope,
    },
  };
}

/** The sets of messages that are one conversation, by their places in the list. */
function together(...messages: Threadable[]): number[][] {
  const keyed = messages.map((each) => ({ ...each, keys: threadKeys('account', namingOf(each.envelope)) }));
  return join(keyed, new Map(), reader)
    .map((joined) => joined.messages.map((id) => messages.findIndex((each) => each.id === id)).sort())
    .sort((a, b) => (a[0] ?? 0) - (b[0] ?? 0));
}

describe('base subjects (RFC 5256 §2.1)', () => {
  it.each([
    ['Lunch', 'lunch', false],
    ['Re: Lunch', 'lunch', true],
    ['RE[2]: re: Lunch (fwd)', 'lunch', true],
    ['[kiln] Re: [kiln] Glaze', 'glaze', true],
    ['Fwd: Lunch', 'lunch', false],
    ['[Fwd: Re: Lunch]', 'lunch', true],
    ['AW: SV: Mittag', 'mittag', true],
    ['回复：午饭', '午饭', true],
    ['[kiln]', '[kiln]', false],
    ['Re:', '', true],
    ['Regarding: x', 'regarding: x', false],
  ])('%s', (subject, base, reply) => {
    expect(baseSubject(subject)).toEqual({ base, reply });
  });

  it('takes no time over subjects made for that', () => {
    const before = performance.now();
    for (const part of ['Re: ', '[a] ', '[', '[fwd: ', ' (fwd)', 'Re[1', ' '])
      baseSubject(part.repeat(2_000 / part.length));
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe('conversations', () => {
  it('follow References, whatever the order', () => {
    const root = message('a');
    const reply = message('b', { references: ['<a>'] });
    const answer = message('c', { references: ['<a>', '<b>'] });
    expect(together(root, reply, answer)).toEqual([[0, 1, 2]]);
    expect(together(answer, root, reply)).toEqual([[0, 1, 2]]);
  });

  it('follow In-Reply-To where References are missing, through the words that old programs write', () => {
    const reply = message('b', { inReplyTo: 'Your message of Monday <a@x.example>' });
    expect(together(message('a@x.example'), reply)).toEqual([[0, 1]]);
    const other = message('c', { references: ['<z>'], inReplyTo: '<a@x.example>' });
    expect(together(message('a@x.example'), other)).toEqual([[0], [1]]);
  });

  it('hold together over what is missing', () => {
    const one = message('b', { references: ['<lost>'] });
    const other = message('c', { references: ['<lost>'] });
    expect(together(one, other, message('d'))).toEqual([[0, 1], [2]]);
  });

  it('become one by a message that names both', () => {
    const both = message('c', { references: ['<a>', '<b>'] });
    expect(together(message('a'), message('b'), both)).toEqual([[0, 1, 2]]);
  });

  it('survive cycles, and messages that answer themselves', () => {
    const a = message('a', { references: ['<b>'] });
    const b = message('b', { references: ['<a>'] });
    const self = message('c', { references: ['<c>'] });
    expect(together(a, b, self)).toEqual([[0, 1], [2]]);
  });

  it('keep the ends of thousands of references', () => {
    const references = Array.from({ length: 5_000 }, (_, index) => `<r${index}>`);
    const { references: kept } = namingOf(message('x', { references }).envelope);
    expect(kept).toHaveLength(21);
    expect(kept[0]).toBe('r0');
    expect(kept.at(-1)).toBe('r4999');
    expect(together(message('r0'), message('r4999'), message('x', { references }))).toEqual([[0, 1, 2]]);
  });

  it('put a chain of thousands together', () => {
    const chain = Array.from({ length: 3_000 }, (_, index) =>
      message(`m${index}`, { references: index > 0 ? [`<m${index - 1}>`] : [] }),
    );
    expect(together(...chain.reverse())).toHaveLength(1);
  });

  it('tell mail of one id apart, but for copies', () => {
    const report = message('same', { subject: 'Report' });
    const invoice = message('same', { subject: 'Invoice' });
    const copy = message('same', { subject: 'Report' });
    expect(together(report, invoice, copy)).toEqual([[0, 2], [1]]);
  });

  it('do without ids', () => {
    expect(together(message(''), message(''))).toEqual([[0], [1]]);
  });

  it('of two accounts never meet', () => {
    const naming = namingOf(message('a', { subject: 'Re: x' }).envelope);
    const theirs = new Set(threadKeys('other', naming).stored);
    expect(threadKeys('account', naming).stored.some((key) => theirs.has(key))).toBe(false);
  });
});

describe('replies that name nothing', () => {
  const question = () => message('q', { subject: 'Glaze', from: [box('ada@x.example')] });
  const reply = (from: string, to: string, date = 0) =>
    message('r', { subject: 'Re: Glaze', from: [box(from)], to: [box(to)], date });

  it('fall back on the subject among the same people', () => {
    expect(together(question(), reply('me@home.example', 'ada@x.example'))).toEqual([[0, 1]]);
    expect(together(reply('me@home.example', 'ada@x.example'), question())).toEqual([[0, 1]]);
  });

  it('do not join what strangers write under the same subject', () => {
    expect(together(question(), reply('eve@y.example', 'me@home.example'))).toEqual([[0], [1]]);
  });

  it('do not join what is long past', () => {
    const years = 365 * 86_400_000;
    expect(together(question(), reply('me@home.example', 'ada@x.example', years))).toEqual([[0], [1]]);
  });

  it('is a fallback alone: news under one subject stay apart', () => {
    expect(together(question(), message('s', { subject: 'Glaze' }))).toEqual([[0], [1]]);
  });
});
