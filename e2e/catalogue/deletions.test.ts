import type { Socket } from 'node:net';
import { describe, expect, it } from 'vitest';
import { proofOf } from '@/e2e/support/bridgeRoutes';
import type { Answer } from '@/e2e/support/manners';
import { type Ground, hangUp, lastCall, signIn, verbs } from './ground';
import { body, deleting, type Held, named } from './maildrop';

const bytes = ({ text }: Held) => Buffer.from(text, 'latin1');
const wantedOf = (messages: readonly Held[]) =>
  messages.map((message) => proofOf(message.uidl, bytes(message)));

/** Signs in at a server that holds `held`, and deletes by the proofs of `stored`. */
async function remove(
  held: Held[],
  stored: readonly Held[],
  answers: Record<string, Answer> = {},
  limits: Ground['limits'] = {},
) {
  const server = deleting(held);
  const { client, heard } = await signIn(
    { ...server, answers: { ...server.answers, ...answers } },
    { limits },
  );
  const answer = await client.delete(wantedOf(stored)).then(
    (given) => given,
    (error: Error) => JSON.parse(error.message) as { code: string },
  );
  return { answer, said: lastCall(heard), heard };
}

const outcomes = (answer: Awaited<ReturnType<typeof remove>>['answer']) =>
  'results' in answer ? Object.fromEntries(answer.results.map((r) => [r.uidl, r.outcome])) : answer;

it('53 never lists after DELE, and deletes from the highest number down: a server that renumbers deletes the right ones', async () => {
  const held = named('a', 'b', 'c', 'd', 'e');
  const standing = [...held];
  const gone: string[] = [];
  const { answer, said } = await remove(
    [...held],
    [held[0], held[2], held[3]].flatMap((m) => m ?? []),
    {
      DELE: (_, line) => {
        gone.push(standing.splice(Number(line.split(' ')[1]) - 1, 1)[0]?.uidl ?? '');
        return '+OK marked';
      },
    },
  );
  expect(answer).toMatchObject({ ended: 'quit', listing: 'consistent' });
  expect(gone).toEqual(['d', 'c', 'a']);
  const afterwards = verbs(said).slice(verbs(said).indexOf('DELE'));
  expect(afterwards).toEqual(['DELE', 'DELE', 'DELE', 'QUIT']);
});

describe('61 a UIDL that is another message’s now', () => {
  it.each<[string, (text: string) => string]>([
    ['with another header', (text) => text.replace('Subject: b', 'Subject: new')],
    ['with the same header and another size', (text) => `${text}one line more\r\n`],
    ['without a name in the header, and of the same size', (text) => text.replace('body of b', 'BODY of b')],
  ])('is not deleted (%s), and the session ends without QUIT', async (how, change) => {
    const weak = (message: Held) =>
      how.startsWith('without')
        ? { ...message, text: message.text.replace(/^Message-ID.*\r\n/, '') }
        : message;
    const stored = named('a', 'b', 'c').map(weak);
    const held = stored.map((m) => (m.uidl === 'b' ? { ...m, text: change(m.text) } : m));
    const { answer, said } = await remove(held, stored);
    expect(outcomes(answer)).toEqual({ a: 'untried', b: 'mismatch', c: 'untried' });
    expect(answer).toMatchObject({ ended: 'dropped' });
    expect(verbs(said)).not.toContain('DELE');
    expect(verbs(said)).not.toContain('QUIT');
    expect(held).toHaveLength(3);
  });

  it('stands in nobody’s way for long: the others are deleted when they are asked for without it', async () => {
    const stored = named('a', 'b', 'c');
    const held = stored.map((m) => (m.uidl === 'b' ? { ...m, text: `X: y\r\n${m.text}` } : m));
    const { answer } = await remove(
      held,
      stored.filter(({ uidl }) => uidl !== 'b'),
    );
    expect(outcomes(answer)).toEqual({ a: 'sent', c: 'sent' });
    expect(held.map(({ uidl }) => uidl)).toEqual(['b']);
  });
});

describe('the proof', () => {
  it('is TOP where header and size agree, and nothing is retrieved', async () => {
    const held = named('a', 'b');
    const { answer, said } = await remove(held, named('a'));
    expect(answer).toMatchObject({ results: [{ uidl: 'a', outcome: 'sent', proof: 'top' }] });
    expect(verbs(said)).not.toContain('RETR');
    expect(held.map(({ uidl }) => uidl)).toEqual(['b']);
  });

  it.each<[string, Record<string, Answer>]>([
    ['TOP is not known', { CAPA: '+OK\r\nUIDL\r\nSASL PLAIN\r\n.', TOP: hangUp }],
    ['TOP is refused', { TOP: '-ERR not today' }],
    ['LIST miscounts (66)', { LIST: '+OK\r\n1 9\r\n2 9\r\n.' }],
  ])('is the whole message where %s', async (_, answers) => {
    const held = named('a', 'b');
    const { answer } = await remove(held, named('a', 'b'), answers);
    expect(answer).toMatchObject({
      results: [
        { uidl: 'a', outcome: 'sent', proof: 'content' },
        { uidl: 'b', outcome: 'sent', proof: 'content' },
      ],
      ended: 'quit',
    });
    expect(held).toEqual([]);
  });

  it('bears what Mailutils does: a changed Status, a second empty line behind the header (65)', async () => {
    const held = named('a').map((m) => ({ ...m, text: `Status: RO\r\n${m.text}` }));
    const stored = named('a').map((m) => ({ ...m, text: `Status: O\r\n${m.text}` }));
    const TOP = () => body(`${held[0]?.text.split('\r\n\r\n')[0]}\r\n\r\n\r\n`);
    const { answer } = await remove(held, stored, { TOP });
    expect(answer).toMatchObject({ results: [{ outcome: 'sent', proof: 'top' }], ended: 'quit' });
  });

  it('69 is none where TOP is cut', async () => {
    const held = named('a');
    const TOP = () => body('Message-ID: <a@example.com>\r\n');
    const { answer } = await remove(held, named('a'), { TOP });
    expect(outcomes(answer)).toEqual({ a: 'mismatch' });
    expect(held).toHaveLength(1);
  });

  it('is not tried on what is too large to be retrieved for it', async () => {
    const held = named('a', 'b');
    const { answer, said } = await remove(
      held,
      named('a', 'b'),
      { TOP: '-ERR not today' },
      { proofOctets: 10 },
    );
    expect(outcomes(answer)).toEqual({ a: 'unproved', b: 'unproved' });
    expect(verbs(said)).not.toContain('RETR');
    expect(verbs(said)).not.toContain('DELE');
  });

  it('ends where the time does, and the rest is untried', async () => {
    const held = named('a', 'b');
    const TOP = (socket: Socket) => {
      setTimeout(() => socket.write('+OK\r\nSubject: late\r\n.\r\n'), 50);
      return null;
    };
    const { answer } = await remove(
      held,
      named('a', 'b'),
      {
        CAPA: '+OK\r\nUIDL\r\nTOP\r\nSASL PLAIN\r\n.',
        TOP,
      },
      { budgetMs: 20 },
    );
    expect(outcomes(answer)).toEqual({ a: 'mismatch', b: 'untried' });
  });
});

describe('a listing before the deletion', () => {
  it.each<[string, Record<string, Answer>]>([
    ['STAT counts more', { STAT: '+OK 3 30' }],
    ['STAT counts less', { STAT: '+OK 1 30' }],
    ['LIST lacks one', { LIST: '+OK\r\n1 10\r\n.' }],
    ['UIDL lacks one', { UIDL: (_, line) => (line === 'UIDL' ? '+OK\r\n1 a\r\n.' : '+OK 2 b') }],
    ['UIDL names one number twice', { UIDL: '+OK\r\n1 a\r\n1 b\r\n.' }],
    ['LIST and UIDL speak of other numbers', { LIST: '+OK\r\n1 10\r\n3 10\r\n.' }],
  ])('52 whose parts disagree (%s): nothing is tried', async (_, answers) => {
    const held = named('a', 'b');
    const { answer, said } = await remove(held, named('a'), answers);
    expect(answer).toEqual({
      results: [{ uidl: 'a', outcome: 'untried' }],
      listing: 'inconsistent',
      ended: 'dropped',
    });
    expect(verbs(said).filter((verb) => ['TOP', 'RETR', 'DELE', 'QUIT'].includes(verb))).toEqual([]);
  });

  it('56, 57 says what is gone and what is not alone under its UIDL; a blank UIDL hinders nobody', async () => {
    const twice = named('same', 'same');
    const held = [...named('a'), { uidl: '', text: 'Subject: nameless\r\n\r\n' }, ...twice];
    const { answer } = await remove(held, [...named('a', 'b'), ...twice.slice(0, 1)]);
    expect(outcomes(answer)).toEqual({ a: 'sent', b: 'gone', same: 'not_unique' });
    expect(held.map(({ uidl }) => uidl)).toEqual(['', 'same', 'same']);
  });

  it('of an empty maildrop: all are gone', async () => {
    const { answer } = await remove([], named('a'));
    expect(outcomes(answer)).toEqual({ a: 'gone' });
  });
});

describe('DELE', () => {
  it('refused for one message leaves that one', async () => {
    const held = named('a', 'b');
    const server = deleting(held).answers.DELE;
    const { answer } = await remove(held, named('a', 'b'), {
      DELE: (socket, line) =>
        line === 'DELE 2' || typeof server !== 'function' ? '-ERR no' : server(socket, line),
    });
    expect(outcomes(answer)).toEqual({ a: 'sent', b: 'refused' });
    expect(answer).toMatchObject({ ended: 'quit' });
  });

  it.each<[string, Answer]>([
    ['a blank line (Office 365)', '\r\n+OK'],
    ['two answers', '+OK\r\n+OK'],
    ['the end of the connection', hangUp],
  ])('38 that gets %s: the session ends without QUIT', async (_, DELE) => {
    const held = named('a');
    const { answer, said } = await remove(held, named('a'), { DELE });
    expect(answer).toHaveProperty('code');
    expect(verbs(said)).not.toContain('QUIT');
    expect(held).toHaveLength(1);
  });
});

it.each<[string, Answer, Ground['limits'], string]>([
  ['is refused', '-ERR some messages were not removed', {}, 'refused'],
  ['is lost', hangUp, {}, 'lost'],
  ['is not answered', null, { expungeMs: 100, quitMs: 100 }, 'lost'],
])('81 QUIT that %s leaves the outcome of a deletion open', async (_, QUIT, limits, ended) => {
  const { answer } = await remove(named('a'), named('a'), { QUIT }, limits);
  expect(answer).toMatchObject({ results: [{ outcome: 'sent' }], ended });
});

it('a browser that goes away before QUIT deletes nothing', async () => {
  const held = named('a');
  const server = deleting(held);
  const gone = new AbortController();
  const { client, heard } = await signIn({
    ...server,
    answers: {
      ...server.answers,
      DELE: () => {
        gone.abort();
        return null;
      },
    },
  });
  await expect(client.delete(wantedOf(held), {}, gone.signal)).rejects.toThrow();
  await expect.poll(() => heard.at(-1)).toBe('-- close');
  expect(verbs(lastCall(heard))).not.toContain('QUIT');
  expect(held).toHaveLength(1);
});

it('says that it is alive while the server deletes: a proxy that cuts what is silent lets it through', async () => {
  const held = named('a', 'b');
  const server = deleting(held);
  const slow: Answer = (socket) => {
    setTimeout(() => socket.end('+OK bye\r\n'), 300);
    return null;
  };
  const { client } = await signIn(
    { ...server, answers: { ...server.answers, QUIT: slow } },
    { limits: { aliveMs: 50 } },
  );
  const response = await client.deletion(wantedOf(named('b')));
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text).toMatch(/^ {3,}\{/);
  expect(JSON.parse(text)).toMatchObject({ ended: 'quit', results: [{ uidl: 'b', outcome: 'sent' }] });
});
