import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { corpusFolder } from '@/e2e/support/corpus';
import { type Ground, startGround, Visitor } from './support/ground';
import { ownHeaders, send } from './support/http';
import { type Known, pathOf, rows } from './support/routes';

/** Bodies and headers that no page of ours sends, against the built server and a real mail server. */

let ground: Ground;
let alice: Visitor;
let known: Known;

beforeAll(async () => {
  ground = await startGround();
  alice = new Visitor(ground.app);
  expect((await alice.signIn(ground.signIn)).status).toBe(200);
  known = { signIn: ground.signIn, entries: (await alice.listing()).entries };
});
afterAll(() => ground?.stop());

const withBody = Object.entries(rows).filter(([, row]) => row.body !== null);

const lineFields = new Set([
  'level',
  'time',
  'id',
  'method',
  'route',
  'status',
  'code',
  'ms',
  'octets',
  'msg',
]);

/** Sends a body as it is, with everything else in order; nothing is dialled for it, nothing printed, no stack shown. */
async function refused(file: string, body: string | Uint8Array): Promise<[status: number, code: string]> {
  const before = ground.line.connections;
  const printed = ground.app.printed().length;
  const path = pathOf(file, alice.account);
  const { status, text } = await send(ground.app.port, {
    method: 'POST',
    path,
    headers: alice.headers(),
    body,
  });
  expect(ground.line.connections).toBe(before);
  // A line for the request, of what the bridge knows by itself.
  for (const line of ground.app.printed().slice(printed).split('\n').filter(Boolean)) {
    expect(Object.keys(JSON.parse(line)).filter((name) => !lineFields.has(name))).toEqual([]);
    expect(line).toMatch(/"route":"\/api\/[a-z/{}]+"/);
  }
  expect(text).not.toMatch(/node_modules|\bat .+:\d+:\d+/);
  expect(text.length).toBeLessThan(1_000);
  return [status, JSON.parse(text).code];
}

describe.each(withBody)('%s', (file, row) => {
  test.each([
    ['nothing', ''],
    ['half of it', '{"known":'],
    ['no JSON', 'known=1'],
    ['NUL', '\u0000'],
    ['no UTF-8', Buffer.from([0x7b, 0xff, 0xfe, 0x7d])],
    ['null', 'null'],
    ['a number', '7'],
    ['a text', '"text"'],
    ['a list', '[]'],
    ['an empty object', '{}'],
    ['deep nesting', `${'['.repeat(5_000)}${']'.repeat(5_000)}`],
    ['a prototype', '{"__proto__":{"known":null,"wanted":[],"session":"x"}}'],
  ])('refuses %s', async (_, body) => {
    expect(await refused(file, body)).toEqual([400, 'bad_request']);
  });

  test('refuses what it does not know, and every field of another type', async () => {
    const good = row.body?.(known) as Record<string, unknown>;
    expect(await refused(file, JSON.stringify({ ...good, more: 1 }))).toEqual([400, 'bad_request']);
    for (const name of Object.keys(good)) {
      for (const wrong of [undefined, [[]], { a: 1 }, -1.5, '\r\n']) {
        const answer = await refused(file, JSON.stringify({ ...good, [name]: wrong }));
        expect([name, wrong, ...answer]).toEqual([name, wrong, 400, 'bad_request']);
      }
    }
  });

  test('refuses ten megabytes, announced or not, without taking them in', async () => {
    const body = `{"known":"${'x'.repeat(10 * 1024 ** 2)}"}`;
    expect(await refused(file, body)).toEqual([413, 'too_large']);
    const chunked = { ...alice.headers(), 'transfer-encoding': 'chunked' };
    const path = pathOf(file, alice.account);
    const { status } = await send(ground.app.port, { method: 'POST', path, headers: chunked, body });
    expect(status).toBe(413);
  });
});

describe('UIDLs', () => {
  const uidls = {
    CR: 'a\rb',
    LF: 'a\nb',
    NUL: 'a\u0000b',
    'a whole command': '1\r\nDELE 1',
    emptiness: '',
    '1,025 characters': 'u'.repeat(1025),
  };
  const bodies: Record<string, (uidl: string) => unknown> = {
    listing: (uidl) => ({ known: { count: 1, last: uidl } }),
    messages: (uidl) => ({ wanted: [{ number: 1, uidl, octets: 1 }] }),
    settlement: (uidl) => ({ session: 'A'.repeat(22), stored: [uidl] }),
    deletions: (uidl) => ({
      wanted: [{ uidl, header: 'a'.repeat(64), content: 'a'.repeat(64), octets: 1, body: 0 }],
    }),
  };
  for (const [route, bodyOf] of Object.entries(bodies)) {
    test.each(Object.entries(uidls))(`${route} refuses one with %s`, async (_, uidl) => {
      const body = JSON.stringify(bodyOf(uidl));
      expect(await refused(`accounts/[account]/${route}/route.ts`, body)).toEqual([400, 'bad_request']);
    });
  }

  test.each(['messages', 'settlement', 'deletions'])('%s refuses a hundred thousand', async (route) => {
    const one = bodies[route]?.('u') as Record<string, unknown>;
    const many = Object.entries(one).map(([name, value]) => [
      name,
      Array.isArray(value) ? Array(100_000).fill(value[0]) : value,
    ]);
    const body = JSON.stringify(Object.fromEntries(many));
    const [status] = await refused(`accounts/[account]/${route}/route.ts`, body);
    // By size or by number, whichever is met first.
    expect([400, 413]).toContain(status);
  });

  test.each([-1, 0, 1.5, 1e3 + 0.1, 2 ** 53, '1 2', '1\r\nQUIT', null])(
    'no message has the number %s',
    async (number) => {
      const body = JSON.stringify({ wanted: [{ number, uidl: 'u', octets: 1 }] });
      expect(await refused('accounts/[account]/messages/route.ts', body)).toEqual([400, 'bad_request']);
    },
  );
});

test.each(['//x', '/api//demo', '/api/%', '/api/%E0%A4%A', '/\\\\evil.test', 'http://[', '*'])(
  'a target that is no path, %s, is answered by us: no redirect, no line of the client’s in the log',
  async (path) => {
    // Lines of the requests before this one may come late.
    const strange = () =>
      ground.app
        .printed()
        .split('\n')
        .filter((line) => line !== '' && !line.includes('"route":"/api/accounts'));
    const before = strange();
    const { status, headers, text } = await send(ground.app.port, { path });
    expect([status, headers['x-content-type-options'], text]).toEqual([400, 'nosniff', '']);
    expect(strange()).toEqual(before);
  },
);

describe('headers', () => {
  test('of a megabyte are refused before anybody reads them', async () => {
    for (const headers of [{ cookie: 'x'.repeat(1024 ** 2) }, { 'x-postbag-key': 'x'.repeat(1024 ** 2) }]) {
      const path = '/api/accounts';
      const answer = await send(ground.app.port, {
        path,
        headers: { ...ownHeaders(ground.app), ...headers },
      });
      expect([answer.status, answer.text]).toEqual([431, '']);
    }
  });

  test('of a length that no K has open nothing', async () => {
    const path = `/api/accounts/${alice.account}/listing`;
    for (const key of ['', 'x', 'x'.repeat(8_000), '\u00e4'.repeat(43)]) {
      const headers = { ...alice.headers(), 'x-postbag-key': key };
      const answer = await send(ground.app.port, { method: 'POST', path, headers, body: '{"known":null}' });
      expect(answer.status).toBe(401);
    }
  });
});

/** What a mail server's log says of commands that it got and did not understand, or of logins that it did not expect. */
describe('injection', () => {
  const folder = corpusFolder();
  const file = folder && join(folder, 'vectors/injection.json');
  const vectors = file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  const skipped = 'the vectors are not here (vectors/injection.json of the corpus)';

  for (const field of ['username', 'password'] as const) {
    test(`${field}: a line end or NUL never reaches the server, anything else is one login`, async (context) => {
      if (!vectors) return context.skip(skipped);
      const texts: string[] = [
        ...vectors.smtp_fields[field],
        'alice\r\nDELE 1',
        'x\r\nQUIT',
        'x\u0080\u00ff',
        'x\u2028y',
        'x y',
      ];
      for (const text of texts) {
        const before = ground.line.connections;
        const log = ground.dovecot.log().length;
        const { status, text: answered } = await alice.ask('/api/accounts', {
          ...ground.signIn,
          // An own user each time, so that nobody is counted as one who guesses.
          ...(field === 'username' ? { username: text } : { username: `nobody-${before}`, password: text }),
        });
        if (/[\r\n\0]/.test(text)) {
          expect([text, status, JSON.parse(answered).code]).toEqual([text, 400, 'bad_request']);
          expect(ground.line.connections).toBe(before);
        } else {
          // Told no, or told to wait; the server has seen one connection at most, and no command that it did not know.
          expect([422, 429]).toContain(status);
          expect(ground.line.connections).toBeLessThanOrEqual(before + 1);
          expect(ground.dovecot.log().slice(log)).not.toMatch(/Unknown command|Too many invalid|Panic/i);
        }
      }
    });
  }

  test('the maildrop is as it was', async () => {
    expect((await alice.listing()).entries).toEqual(known.entries);
  });
});
