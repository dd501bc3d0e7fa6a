import { readFileSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { AccountClient, proofOf, useBridge } from '@/e2e/support/bridgeRoutes';
import { type Dovecot, handToDovecot, startDovecot } from '@/e2e/support/dovecot';
import { fillMaildir, generateMessages } from '@/e2e/support/messages';
import type { DeletionsRequest } from '@/lib/contract/routes';

/** The deletion route against Dovecot, whose UIDLs are the names of the Maildir's files. */

const mail = generateMessages(40);
let dovecot: Dovecot;
let client: AccountClient;

beforeAll(async () => {
  dovecot = await startDovecot({ users: { alice: 'secret' } });
});
afterAll(() => dovecot.stop());

beforeEach(async () => {
  for (const part of ['cur', 'new']) await rm(join(maildir(), part), { recursive: true, force: true });
  await fillMaildir(maildir(), mail);
  useBridge({ ports: [dovecot.popsPort], authorities: [readFileSync(dovecot.ca, 'utf8')] });
  client = new AccountClient();
  const account = { username: 'alice', password: 'secret', host: 'localhost', security: 'tls' as const };
  const { status } = await client.signIn({ ...account, port: dovecot.popsPort, keep: false });
  expect(status).toBe(200);
});

const maildir = () => dovecot.maildir('alice');

/** The files of the Maildir by UIDL. */
async function files(): Promise<Map<string, string>> {
  const found = new Map<string, string>();
  for (const part of ['cur', 'new']) {
    for (const name of await readdir(join(maildir(), part)))
      found.set(name.split(':')[0] ?? name, join(maildir(), part, name));
  }
  return found;
}

const left = async () => [...(await files()).keys()].sort();

/** Proofs of what is there now, as if it were stored: every second message. */
async function everySecond(): Promise<DeletionsRequest['wanted']> {
  const chosen = [...(await files())].sort().filter((_, index) => index % 2 === 0);
  return Promise.all(chosen.map(async ([uidl, file]) => proofOf(uidl, await readFile(file))));
}

it.each([true, false])('deletes exactly what is proved by TOP (pipelined: %s)', async (pipelined) => {
  const before = await left();
  const wanted = await everySecond();
  const answer = await client.delete(wanted, { sequential: !pipelined });
  expect(answer).toMatchObject({ listing: 'consistent', ended: 'quit' });
  expect(answer.results.map(({ outcome, proof }) => [outcome, proof])).toEqual(
    wanted.map(() => ['sent', 'top']),
  );
  const gone = new Set(wanted.map(({ uidl }) => uidl));
  expect(await left()).toEqual(before.filter((uidl) => !gone.has(uidl)));
});

it('leaves mail that another client brought or took away meanwhile as it is', async () => {
  const wanted = await everySecond();
  const [taken] = wanted;
  const late = generateMessages(3, { seed: 9, newest: new Date('2026-05-01T00:00:00Z') });
  await fillMaildir(maildir(), late);
  const here = await files();
  if (!taken) throw new Error('nothing was chosen');
  await rm(here.get(taken.uidl) ?? '');
  const answer = await client.delete(wanted);
  expect(answer.results[0]).toEqual({ uidl: taken.uidl, outcome: 'gone' });
  const asked = new Set(wanted.map(({ uidl }) => uidl));
  expect(await left()).toEqual([...here.keys()].filter((uidl) => !asked.has(uidl)).sort());
});

it('never deletes another message under a UIDL that is known, be it as long to the octet', async () => {
  const wanted = await everySecond();
  const [first, second] = wanted;
  const here = await files();
  if (!first || !second) throw new Error('too few were chosen');
  const path = here.get(first.uidl) ?? '';
  const text = await readFile(path, 'latin1');
  const other = text.replace(/^Message-ID: <1/m, 'Message-ID: <2');
  expect(other).not.toBe(text);
  await writeFile(path, other, 'latin1');
  handToDovecot(maildir());
  const before = await left();
  const answer = await client.delete([first, second]);
  expect(answer).toMatchObject({
    results: [{ outcome: 'mismatch' }, { outcome: 'untried' }],
    ended: 'dropped',
  });
  expect(await left()).toEqual(before);
  expect(await client.delete([second])).toMatchObject({ results: [{ outcome: 'sent' }], ended: 'quit' });
});

it('retrieves and compares the whole where the header does not name the message', async () => {
  const here = await files();
  const [uidl = '', path = ''] = [...here][0] ?? [];
  const text = (await readFile(path, 'latin1')).replace(/^Message-ID: .*\r\n/m, '');
  await writeFile(path, text, 'latin1');
  handToDovecot(maildir());
  const answer = await client.delete([proofOf(uidl, Buffer.from(text, 'latin1'))]);
  expect(answer).toMatchObject({ results: [{ outcome: 'sent', proof: 'content' }], ended: 'quit' });
  expect(await left()).not.toContain(uidl);
});
