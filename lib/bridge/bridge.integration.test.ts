import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import { type Dovecot, startDovecot } from '@/e2e/support/dovecot';
import { fillMaildir, type GeneratedMessage, generateMessages } from '@/e2e/support/messages';
import { leadHeader } from '@/lib/contract/constants';
import type { ListingEntry } from '@/lib/contract/routes';

const password = 's3cret with spaces ';
let dovecot: Dovecot;
const users = ['alice', 'bob', 'carol', 'dora'];
/** Newest first; Dovecot numbers the oldest 1. */
const mail = generateMessages(300);

beforeAll(async () => {
  dovecot = await startDovecot({ users: Object.fromEntries(users.map((user) => [user, password])) });
  for (const user of users)
    await fillMaildir(dovecot.maildir(user), mail.slice(0, user === 'alice' ? 300 : 20));
  useBridge({
    ports: [dovecot.popPort, dovecot.popsPort],
    authorities: [readFileSync(dovecot.ca, 'utf8')],
  });
});
afterAll(() => dovecot.stop());

const account = (username: string, secure: 'tls' | 'starttls' = 'tls') => ({
  username,
  password,
  host: 'localhost',
  port: secure === 'tls' ? dovecot.popsPort : dovecot.popPort,
  security: secure,
  keep: false,
});

async function signedIn(username: string, secure?: 'tls' | 'starttls'): Promise<AccountClient> {
  const client = new AccountClient();
  const { status, body } = await client.signIn(account(username, secure));
  expect([status, body]).toMatchObject([200, {}]);
  return client;
}

const wantedOf = (entries: readonly ListingEntry[]) =>
  entries.map(([number, uidl, octets]) => ({ number, uidl, octets })).toReversed();
const hashOf = ({ bytes }: GeneratedMessage) => createHash('sha256').update(bytes).digest('hex');
const lastOf = (entries: readonly ListingEntry[]) => entries.at(-1)?.[1] ?? '';

describe('against Dovecot', () => {
  it.each(['tls', 'starttls'] as const)('signs in over %s and times each step', async (secure) => {
    const client = new AccountClient();
    const { status, body } = await client.signIn(account('alice', secure));
    expect(status).toBe(200);
    expect(body.capabilities).toMatchObject({
      uidl: true,
      top: true,
      pipelining: true,
      sasl: ['PLAIN', 'LOGIN'],
    });
    expect(body.capabilities).not.toHaveProperty('user');
    const steps = body.steps as { step: string; certificateDays?: number }[];
    const order = ['name', 'connection', ...(secure === 'tls' ? ['tls', 'greeting'] : ['greeting', 'tls'])];
    expect(steps.map(({ step }) => step)).toEqual([...order, 'password', 'mailbox']);
    expect(steps.find(({ step }) => step === 'tls')?.certificateDays).toBeGreaterThan(300);
    expect(client.account).toMatch(/^[\w-]{22}$/);
    expect(client.key).toMatch(/^[\w-]{43}$/);
  });

  it('says that the password is wrong, in the server’s words', async () => {
    const { status, body } = await new AccountClient().signIn({
      ...account('bob'),
      password: 'wr0ng-canary',
    });
    expect(status).toBe(422);
    expect(body).toMatchObject({
      code: 'auth_failed',
      step: 'password',
      said: expect.stringContaining('failed'),
    });
    expect(JSON.stringify(body)).not.toContain('wr0ng-canary');
  });

  it('lists all, then only what is new', async () => {
    const client = await signedIn('bob');
    const full = await client.listing(null);
    expect(full).toMatchObject({ count: 20, kind: 'full' });
    expect(full.entries.map(([number]) => number)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
    expect(full.entries[0]?.[2]).toBe(mail[19]?.bytes.length);

    const known = { count: 20, last: lastOf(full.entries) };
    expect(await client.listing(known)).toEqual({
      count: 20,
      octets: full.octets,
      kind: 'unchanged',
      entries: [],
    });

    const arrived = generateMessages(2, { seed: 7, newest: new Date('2026-04-01T00:00:00Z') });
    await fillMaildir(dovecot.maildir('bob'), arrived);
    const added = await client.listing(known);
    expect(added).toMatchObject({ count: 22, kind: 'added' });
    expect(added.entries.map(([number, , octets]) => [number, octets])).toEqual([
      [21, arrived[1]?.bytes.length],
      [22, arrived[0]?.bytes.length],
    ]);
    // The UIDL of the old count is another one: what looks like two new ones may be three gone and five come.
    expect(await client.listing({ count: 20, last: 'another' })).toMatchObject({ count: 22, kind: 'full' });
    expect(await client.listing({ count: 30, last: known.last })).toMatchObject({ count: 22, kind: 'full' });
  });

  it.each(['tls', 'starttls'] as const)(
    'streams every message byte by byte over %s, newest first',
    async (secure) => {
      const client = await signedIn('alice', secure);
      const { entries } = await client.listing(null);
      const received = await client.receive(wantedOf(entries));
      expect(received.messages.map(({ sha256 }) => sha256)).toEqual(mail.map(hashOf));
      for (const { octets, sha256, actual } of received.messages) expect(actual).toEqual({ octets, sha256 });
      expect(received.frames.slice(-2)).toEqual([
        { kind: 'settle', session: expect.stringMatching(/^[\w-]{22}$/) },
        { kind: 'done', outcome: 'quit' },
      ]);
    },
  );

  it.each<[string, number, (stored: string[]) => string[] | null]>([
    ['lacks a message', 3, (stored) => stored.slice(1)],
    ['never comes', 4, () => null],
  ])('drops the connection without QUIT when the receipt %s', async (_, count, receipt) => {
    const client = await signedIn('carol');
    const { entries } = await client.listing(null);
    useBridge({
      ports: [dovecot.popsPort],
      authorities: [readFileSync(dovecot.ca, 'utf8')],
      limits: { settlementMs: 200 },
    });
    const received = await client.receive(wantedOf(entries).slice(0, count), receipt);
    expect(received.messages).toHaveLength(count);
    expect(received.frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    await expect
      .poll(() => dovecot.log())
      .toMatch(new RegExp(`Disconnected: Connection closed .*retr=${count}/`));
    expect(dovecot.log()).not.toMatch(new RegExp(`Logged out .*retr=${count}/`));
  });

  it('finds messages whose numbers have changed, and names those that are gone', async () => {
    const client = await signedIn('dora');
    const { entries } = await client.listing(null);
    const shifted = wantedOf(entries)
      .slice(0, 5)
      .map((message) => ({ ...message, number: message.number + 3 }));
    const gone = { number: 1, uidl: 'deleted-elsewhere', octets: 1 };
    const received = await client.receive([gone, ...shifted]);
    expect(received.messages.map(({ sha256 }) => sha256)).toEqual(mail.slice(0, 5).map(hashOf));
    expect(received.frames[0]).toMatchObject({
      kind: 'missing',
      uidl: 'deleted-elsewhere',
      problem: { code: 'not_found' },
    });
    expect(received.frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it('lets one session at a time at a maildrop, and none wait in vain', async () => {
    const client = await signedIn('dora');
    const [first, second] = await Promise.all([client.listing(null), client.listing(null)]);
    expect(second).toEqual(first);
  });

  it('a newer leader need not wait for what an older one of the same browser left open; nobody else ends it', async () => {
    const client = await signedIn('carol');
    const stranger = await signedIn('carol');
    const { entries } = await client.listing(null);
    useBridge({
      ports: [dovecot.popsPort],
      authorities: [readFileSync(dovecot.ca, 'utf8')],
      limits: { leaseMs: 300 },
    });
    const lead = (epoch: number) => ({ [leadHeader]: String(epoch) });
    const before = dovecot.log().length;
    // It hangs: nobody reads its stream, nor sends a receipt.
    const hung = await client.messages(wantedOf(entries), undefined, {}, lead(7));
    for (const [who, headers] of [
      [client, {}],
      [client, lead(6)],
      [client, lead(7)],
      [client, { [leadHeader]: '9e9' }],
      [stranger, lead(8)],
    ] as const)
      await expect(who.listing(null, {}, headers)).rejects.toThrow('mailbox_busy');
    expect(await client.listing(null, {}, lead(8))).toMatchObject({ count: entries.length });
    await expect(hung.text()).rejects.toThrow();
    // It ended without QUIT, and all that it brought comes again.
    await expect.poll(() => dovecot.log().slice(before)).toMatch(/Connection closed .*retr=\d/);
    expect(dovecot.log().slice(before)).not.toMatch(/Logged out .*retr=[1-9]/);
    expect((await client.receive(wantedOf(entries))).messages).toHaveLength(entries.length);
  });
});
