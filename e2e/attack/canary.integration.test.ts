import { readdir, readFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BareServer, startBareServer } from '@/e2e/support/bareServer';
import { fillMaildir, generateMessages } from '@/e2e/support/messages';
import { keyHeader } from '@/lib/contract/routes';
import { type Ground, password, startGround, Visitor } from './support/ground';
import { send } from './support/http';
import { type Known, pathOf, routeFiles, rows } from './support/routes';

/**
 * Words that stand nowhere else are sent through every route and every failure of the built server, and then looked for
 * in all that it printed, in all that lies on its disk, and in the answers.
 */

const canaries = {
  user: 'canaryuser7Qx',
  password: 'canarypassword7Qx',
  address: 'canaryaddress7Qx@mail.test',
  subject: 'canarysubject7Qx',
  uidl: 'canaryuidl7Qx',
  host: 'canaryhost7qx.example',
  banner: 'canarybanner7Qx',
  field: 'canaryfield7Qx',
};
const all = [...Object.values(canaries), password];

const root = fileURLToPath(new URL('../..', import.meta.url));
let ground: Ground;
let alice: Visitor;
let began: number;
/** Two that are no POP3 servers: one hangs up, the other says who it is. */
let silent: BareServer;
let other: BareServer;
/** All answers but those in which mail itself is handed out. */
const answers: { status: number; text: string }[] = [];

beforeAll(async () => {
  began = Date.now() - 1_000;
  silent = await startBareServer((socket) => socket.end());
  other = await startBareServer((socket) => socket.end(`220 ${canaries.banner} ESMTP\r\n`));
  ground = await startGround({
    pop3Ports: [silent.port, other.port],
    environment: { POSTBAG_METRICS_TOKEN: 'token-of-the-canary-test' },
  });
  const [message] = generateMessages(1, { seed: 77 });
  if (!message) throw new Error('nothing was generated');
  const head = `Subject: ${canaries.subject}\r\nTo: ${canaries.address}\r\n`;
  const bytes = Buffer.concat([Buffer.from(head), message.bytes]);
  await fillMaildir(ground.dovecot.maildir('alice'), [{ ...message, bytes }]);
  alice = new Visitor(ground.app);
});
afterAll(async () => {
  await ground?.stop();
  await silent?.close();
  await other?.close();
});

async function ask(
  path: string,
  body?: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<number> {
  const answer = await send(ground.app.port, {
    method: 'POST',
    path,
    headers: { ...alice.headers(), ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  answers.push({
    status: answer.status,
    text: `${JSON.stringify(answer.headers)} ${withoutLog(answer.text)}`,
  });
  return answer.status;
}

/** The commands that were sent for a user; they come with the answer, and are looked at by themselves. */
const logs: string[] = [];

function withoutLog(text: string): string {
  // Neither pages nor streams of lines carry any.
  if (!text.startsWith('{') || text.includes('\n')) return text;
  const { log, ...rest } = JSON.parse(text);
  if (log !== undefined) logs.push(JSON.stringify(log));
  return JSON.stringify(rest);
}

test('through every way in which a sign-in fails', async () => {
  const signIn = { ...ground.signIn, username: canaries.user, password: canaries.password };
  const failures = [
    signIn,
    { ...signIn, host: canaries.host },
    { ...signIn, host: '10.0.0.1' },
    { ...signIn, port: 25 },
    { ...signIn, security: 'none' },
    { ...signIn, port: other.port, security: 'starttls' },
    { ...signIn, port: silent.port },
    { ...signIn, port: other.port },
    { ...signIn, [canaries.field]: canaries.password },
    { ...signIn, username: `${canaries.user}\r\n` },
    { ...signIn, password: canaries.password.repeat(200) },
  ];
  for (const failure of failures) expect(await ask('/api/accounts', failure)).toBeGreaterThanOrEqual(400);
  const broken = JSON.stringify(signIn).slice(0, -1);
  expect(await ask('/api/accounts', broken)).toBe(400);
  expect(await ask('/api/accounts', signIn, { origin: `https://${canaries.host}` })).toBe(403);
  expect(await ask(`/api/${canaries.field}/${canaries.address}`, signIn)).toBe(404);
});

test('through every route, in order and out of it', async () => {
  const answer = await alice.signIn(ground.signIn);
  expect(answer.status).toBe(200);
  const known: Known = { signIn: ground.signIn, entries: (await alice.listing()).entries };
  for (const file of await routeFiles()) {
    const row = rows[file];
    if (!row?.body) continue;
    const path = pathOf(file, alice.account);
    const wrong = JSON.parse(
      JSON.stringify(row.body(known)).replace(/"(?:u|not-there)"/g, JSON.stringify(canaries.uidl)),
    );
    // A sign-in in order would be one more account; the stream of messages is read below.
    const ordered = row.guard === 'account' && !file.includes('messages');
    if (ordered) await ask(path, wrong);
    await ask(path, { ...wrong, [canaries.field]: canaries.subject });
    await ask(`${path}?${canaries.field}=${canaries.address}`, canaries.subject);
    await ask(path, wrong, { [keyHeader]: canaries.password });
    await ask(path, wrong, { cookie: `postbag=${canaries.password}` });
    await ask(path, wrong, { 'content-type': canaries.field });
    if (ordered)
      await ask(path, wrong, { 'user-agent': canaries.field, referer: `https://${canaries.host}/` });
  }
});

test('through retrieval: mail that is handed out, mail that is not there, a browser that goes away', async () => {
  const { entries } = await alice.listing();
  const wanted = [
    ...entries.map(([number, uidl, octets]) => ({ number, uidl, octets })),
    { number: 99, uidl: canaries.uidl, octets: 1 },
  ];
  const path = `/api/accounts/${alice.account}/messages`;
  const { host: _, ...headers } = alice.headers();
  const gone = new AbortController();
  const response = await fetch(`${ground.app.origin}${path}`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ wanted }),
    signal: gone.signal,
  });
  expect(response.status).toBe(200);
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += Buffer.from(chunk).toString('latin1');
    if (text.includes('"session"')) break;
  }
  // The canary was on its way: what is looked for below could have been found.
  expect(text).toContain(canaries.subject);
  expect(text).toContain(canaries.uidl);
  gone.abort();
});

test('none of it is in an answer', () => {
  expect(answers.length).toBeGreaterThan(40);
  // An answer that is no failure may name what it is about.
  const named: string[] = [canaries.uidl, canaries.user];
  for (const canary of all) {
    const holding = answers.filter(
      ({ status, text }) => text.includes(canary) && (status >= 400 || !named.includes(canary)),
    );
    expect([canary, holding]).toEqual([canary, []]);
  }
});

test('no password is in what the bridge did, which is told to its user alone', () => {
  for (const text of logs) {
    expect(text).not.toContain(canaries.password);
    expect(text).not.toContain(password);
    expect(text).not.toContain(Buffer.from(`\0alice\0${password}`).toString('base64'));
  }
});

test('none of it is printed', () => {
  // There is something in which it could be.
  expect(ground.app.printed()).toContain('"route":"/api/accounts"');
  for (const canary of [...all, alice.account, alice.key]) expect(ground.app.printed()).not.toContain(canary);
});

test('none of it is in the figures', async () => {
  const headers = { authorization: 'Bearer token-of-the-canary-test' };
  const { status, text } = await send(ground.app.port, { path: '/metrics', headers });
  expect(status).toBe(200);
  for (const canary of [...all, alice.account, alice.key]) expect(text).not.toContain(canary);
});

test('none of it is on the disk', async () => {
  const folders = [join(root, '.next'), join(root, 'public'), join(root, 'node_modules/.cache')];
  const files = [...(await Promise.all(folders.map(writtenSince))).flat(), ...(await temporary())];
  for (const file of files) {
    const content = await readFile(file, 'latin1').catch(() => '');
    for (const canary of [...all, alice.key]) expect([file, content.includes(canary)]).toEqual([file, false]);
  }
  // The server writes nothing of its own at all while it runs.
  expect(await writtenSince(join(root, '.next/standalone'))).toEqual([]);
});

/** What was written since the test began. */
async function writtenSince(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const times = await Promise.all(files.map((file) => stat(file).catch(() => null)));
  return files.filter((_, index) => (times[index]?.mtimeMs ?? 0) >= began);
}

/** New files in the system's folder for passing things, but for those of the mail server under test. */
async function temporary(): Promise<string[]> {
  const entries = await readdir(tmpdir(), { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(tmpdir(), entry.name));
}
