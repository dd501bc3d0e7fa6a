import { afterEach, describe, expect, it } from 'vitest';
import { AccountClient, readFrames, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import { FrameWriter } from '@/lib/contract/frames';
import { type LogEntry, toLogEntries } from '@/lib/contract/sessionLog';
import { inFrames, SessionLog } from './sessionLog';

const server: { current: ScriptedServer | null } = { current: null };
afterEach(() => server.current?.stop());

async function start(
  manners: Manners = {},
  log?: { write(line: string): void },
  env: Record<string, string> = {},
) {
  server.current = await startScripted(manners);
  useBridge({
    ports: [server.current.port],
    env: { POSTBAG_ALLOW_PLAINTEXT: '1', ...env },
    ...(log && { log }),
  });
  const { port, transcript } = server.current;
  const request = {
    username: 'alice',
    password: 'c4nary-password',
    host: 'localhost',
    port,
    security: 'none' as const,
    keep: false,
  };
  return { request, transcript, client: new AccountClient() };
}
const commandsOf = (entries: readonly LogEntry[]) => entries.map(([, command]) => command);
/** What the server heard of its last connection, with what is secret masked as the bridge does. */
const heard = (transcript: string[]) =>
  transcript
    .slice(transcript.lastIndexOf('-- connect'))
    .filter((line) => !line.startsWith('--'))
    .map((line) => line.replace(/^(AUTH \S+|PASS) .*/, '$1 ********'));

const wanted = [2, 1].map((number) => ({ number, uidl: `uidl-${number}`, octets: 10 }));

describe('what the bridge did', () => {
  it('comes with every answer, and is what the server heard', async () => {
    const { client, request, transcript } = await start();
    const { body } = await client.signIn(request);
    const signedIn = toLogEntries(body.log);
    await expect.poll(() => transcript.at(-1)).toBe('-- close');
    expect(commandsOf(signedIn)).toEqual(heard(transcript));
    expect(signedIn.some(([, command]) => command.endsWith('********'))).toBe(true);
    for (const [at, command, reply, sent, received, ms] of signedIn) {
      expect(at).toBeGreaterThanOrEqual(0);
      expect(sent).toBeGreaterThan(5);
      // The farewell's answer is not waited for: it may be in or not.
      if (command === 'QUIT') expect(['none', 'ok']).toContain(reply);
      else expect([received > 4, ms !== null]).toEqual([true, true]);
    }

    await client.listing(null);
    await expect.poll(() => transcript.at(-1)).toBe('-- close');
    expect(commandsOf(client.log)).toEqual(heard(transcript));

    const { log, frames } = await client.receive(wanted);
    expect(commandsOf(log)).toEqual(heard(transcript));
    expect(log.at(-1)).toMatchObject({ 1: 'QUIT', 2: 'ok' });
    expect(frames.at(-1)).toMatchObject({ kind: 'done' });
  });

  it('comes with failures as well', async () => {
    const { client, request } = await start({ answers: { AUTH: '-ERR [AUTH] no', PASS: '-ERR [AUTH] no' } });
    const { status, body } = await client.signIn(request);
    expect(status).toBe(422);
    expect(toLogEntries(body.log).at(-1)).toMatchObject({ 2: 'refused' });
    expect(JSON.stringify(body)).not.toContain('c4nary');
  });

  it('comes with streams that die', async () => {
    const { client, request } = await start({
      answers: {
        RETR: (socket) => {
          socket.destroy();
          return null;
        },
      },
    });
    await client.signIn(request);
    const { body } = await client.messages(wanted);
    if (!body) throw new Error('no body');
    const { log, frames } = await readFrames(body);
    expect(frames.at(-1)).toMatchObject({ kind: 'problem' });
    expect(log.at(-1)).toMatchObject({ 1: expect.stringMatching(/^RETR/), 2: 'none', 5: null });
  });

  it('is nothing where nothing was sent', async () => {
    const { client, request } = await start();
    const { body } = await client.signIn({ ...request, host: '10.0.0.1' });
    expect(body).not.toHaveProperty('log');
  });
});

describe('the log of a session', () => {
  it('hands out what is complete, each entry once, in frames that fit', () => {
    const log = new SessionLog();
    log.answered('ok', 5);
    const told: LogEntry[] = [];
    for (let number = 1; number <= 1000; number++) {
      log.sent(`RETR ${number}`, 11);
      if (number > 10) log.answered('ok', 5);
      for (const entries of log.takeFrames()) told.push(...entries);
    }
    expect(told.length).toBeGreaterThan(700);
    for (const [, , reply] of told) expect(reply).toBe('ok');
    told.push(...log.takeAll());
    expect(told.map(([, command]) => command)).toEqual(
      Array.from({ length: 1000 }, (_, index) => `RETR ${index + 1}`),
    );
    expect(told.filter(([, , reply]) => reply === 'none')).toHaveLength(10);
    const longest: LogEntry = [1, `USER ${'\u0001'.repeat(250)}`, 'ok', 999_999, 999_999_999, 999_999];
    const writer = new FrameWriter(() => {});
    for (const entries of inFrames([...Array.from({ length: 20 }, () => longest), ...told]))
      expect(() => writer.frame({ kind: 'log', entries })).not.toThrow();
  });

  it('gives the answers of a second connection to its own commands', () => {
    const log = new SessionLog();
    log.sent('CAPA', 6);
    log.connectionEnds();
    log.answered('ok', 5);
    log.sent('STAT', 6);
    log.answered('refused', 9);
    expect(log.takeAll().map(([, command, reply]) => [command, reply])).toEqual([
      ['CAPA', 'none'],
      ['STAT', 'refused'],
    ]);
  });
});

describe('the operator’s log', () => {
  const secrets = /c4nary|alice|localhost|127\.0\.0\.1|203\.0\.113|uidl-|Subject|[A-Za-z0-9_-]{22}/;

  it('has a line for each request, and nothing of anybody', async () => {
    const lines: string[] = [];
    const { client, request } = await start({}, { write: (line) => lines.push(line) });
    await client.signIn(request);
    await client.listing(null);
    const { messages } = await client.receive(wanted);
    await client.signIn({ ...request, host: '10.0.0.1' });
    await client.settle('A'.repeat(22), ['uidl-1']);
    await client.forget();
    const told = lines.map((line) => JSON.parse(line));
    expect(told.map(({ route, status, code = null }) => [route, status, code])).toEqual([
      ['/api/accounts', 200, null],
      ['/api/accounts/{account}/listing', 200, null],
      ['/api/accounts/{account}/settlement', 200, null],
      ['/api/accounts/{account}/messages', 200, null],
      ['/api/accounts', 403, 'target_refused'],
      ['/api/accounts/{account}/settlement', 404, 'session_unknown'],
      ['/api/accounts/{account}', 200, null],
    ]);
    for (const line of told) {
      expect(Object.keys(line).sort()).toEqual(
        [
          'level',
          'time',
          'id',
          'method',
          'route',
          'status',
          'ms',
          'octets',
          'msg',
          ...(line.code ? ['code'] : []),
        ].sort(),
      );
      expect(line.octets).toBeGreaterThan(0);
    }
    expect(told[3].octets).toBeGreaterThan(messages.reduce((sum, { octets }) => sum + octets, 0));
    expect(new Set(told.map(({ id }) => id)).size).toBe(told.length);
    for (const line of lines) expect(line).not.toMatch(secrets);
  });

  it('names hosts where the operator asks for them, and nothing that is none', async () => {
    const lines: string[] = [];
    const { client, request } = await start(
      {},
      { write: (line) => lines.push(line) },
      { POSTBAG_LOG_HOSTS: '1' },
    );
    await client.signIn({ ...request, host: 'LOCALHOST' });
    await client.signIn({ ...request, host: 'my password' });
    await client.listing(null);
    expect(lines.map((line) => JSON.parse(line).host)).toEqual(['localhost', undefined, 'localhost']);
    expect(lines.join()).not.toContain('my password');
  });
});
