import { createServer, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { AccountClient, readFrames, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import type { Security } from '@/lib/contract/routes';
import { issueCertificate } from '@/lib/demo/certificates';
import { endAllLifetimes } from './lifetime';
import type { Limits } from './limits';

const server: { current: ScriptedServer | null } = { current: null };
const plain = { POSTBAG_ALLOW_PLAINTEXT: '1' };
const trusted = await issueCertificate({ names: ['localhost'] });
const day = 86_400_000;

afterEach(async () => {
  await server.current?.stop();
  server.current = null;
});

async function start(script: Manners, limits: Partial<Limits> = {}, env: Record<string, string> = plain) {
  server.current = await startScripted(script);
  useBridge({ ports: [server.current.port], authorities: [trusted.authority], limits, env });
  return server.current;
}

const request = (port: number, security: Security = 'none') => ({
  username: 'alice',
  password: 's3cret-canary',
  host: 'localhost',
  port,
  security,
  keep: false,
});

async function signIn(script: Manners, security: Security = 'none', limits: Partial<Limits> = {}) {
  const { port, transcript } = await start(script, limits);
  const answer = await new AccountClient().signIn(request(port, security));
  return { ...answer, transcript };
}

const wanted = [2, 1].map((number) => ({ number, uidl: `uidl-${number}`, octets: 10 }));

/** Signs in with the usual manners and retrieves with the script's. */
async function retrieve(script: Manners, limits: Partial<Limits> = {}) {
  const { port, transcript } = await start(script, limits);
  const client = new AccountClient();
  await client.signIn(request(port));
  return { ...(await client.receive(wanted)), transcript };
}

/** Nothing of a login may have left us. */
function expectNoPassword(transcript: string[]) {
  expect(transcript.filter((line) => /^(USER|PASS|AUTH)/i.test(line))).toEqual([]);
  expect(transcript.join()).not.toContain('canary');
}

describe('a sign-in', () => {
  it('goes on with a server that has no CAPA, or hangs up on it', async () => {
    expect(await signIn({ answers: { CAPA: '-ERR' } })).toMatchObject({
      status: 200,
      body: { capabilities: { uidl: true } },
    });
    await server.current?.stop();
    const closed = await signIn({
      answers: {
        CAPA: (socket) => {
          socket.end();
          return null;
        },
      },
    });
    expect(closed.status).toBe(200);
    expect(closed.transcript.filter((line) => line === 'CAPA')).toHaveLength(1);
  });

  it.each<[string, Manners, Security, object]>([
    [
      'says -ERR at once',
      { greeting: '-ERR [IN-USE] locked' },
      'none',
      { code: 'mailbox_busy', step: 'greeting', said: '[IN-USE] locked' },
    ],
    [
      'greets as SSH',
      { greeting: 'SSH-2.0-OpenSSH_9.2' },
      'none',
      { code: 'protocol_error', step: 'greeting' },
    ],
    [
      'refuses the password',
      { answers: { AUTH: '-ERR [AUTH] no', PASS: '-ERR [AUTH] no' } },
      'none',
      { code: 'auth_failed', step: 'password' },
    ],
    [
      'has a passing problem',
      { answers: { AUTH: '-ERR [SYS/TEMP] db' } },
      'none',
      { code: 'server_temporary', step: 'password' },
    ],
    [
      'has no UIDL',
      { answers: { CAPA: '+OK\r\nUSER\r\n.', UIDL: '-ERR unknown' } },
      'none',
      { code: 'uidl_missing', step: 'mailbox' },
    ],
    [
      'sends an endless CAPA',
      { answers: { CAPA: `+OK\r\n${'X\r\n'.repeat(5000)}.` } },
      'none',
      { code: 'limit_count' },
    ],
    [
      'refuses STLS',
      { answers: { CAPA: '+OK\r\nSTLS\r\n.', STLS: '-ERR not now' } },
      'starttls',
      { code: 'starttls_missing', step: 'tls', said: 'not now' },
    ],
    ['speaks plain POP3 on the TLS port', {}, 'tls', { code: 'not_tls', step: 'tls' }],
  ])('at a server that %s tells so', async (_, script, security, problem) => {
    const { body, transcript } = await signIn(script, security);
    expect(body).toMatchObject(problem);
    expect(JSON.stringify(body)).not.toMatch(/canary|OpenSSH/);
    if (security !== 'none') expectNoPassword(transcript);
    await expect.poll(() => transcript.at(-1)).toBe('-- close');
  });

  it('asks an empty maildrop whether there is UIDL, and takes no listing of what is not there', async () => {
    const CAPA = '+OK\r\nUSER\r\n.';
    const STAT = '+OK 0 0';
    expect((await signIn({ answers: { CAPA, STAT, UIDL: '+OK\r\n.' } })).status).toBe(200);
    await server.current?.stop();
    const lines = Array.from({ length: 1000 }, (_, index) => `${index + 1} u${index}\r\n`).join('');
    const { body } = await signIn({ answers: { CAPA, STAT, UIDL: `+OK\r\n${lines}.` } });
    expect(body).toMatchObject({ code: 'limit_count', step: 'mailbox' });
  });

  it('does not even ask for STLS where it is not announced', async () => {
    const { body, transcript } = await signIn({}, 'starttls');
    expect(body).toMatchObject({ code: 'starttls_missing', step: 'tls' });
    expect(transcript).not.toContain('STLS');
  });

  it.each<[string, Manners['answers']]>([
    ['in the same segment', { STLS: '+OK\r\n+OK injected' }],
    [
      'a moment later',
      {
        STLS: (socket) => {
          socket.write('+OK\r\n');
          setImmediate(() => socket.write('+OK injected\r\n'));
          return null;
        },
      },
    ],
  ])('fails closed when bytes follow STLS %s', async (_, answers) => {
    const { body, transcript } = await signIn(
      { answers: { CAPA: '+OK\r\nSTLS\r\n.', ...answers } },
      'starttls',
    );
    expect(['protocol_error', 'tls_failed', 'not_tls']).toContain(body.code);
    expectNoPassword(transcript);
  });

  it('asks a server again what it can after STLS, and sends the password inside TLS only', async () => {
    const stls = { CAPA: '+OK\r\nSTLS\r\nUIDL\r\nSASL PLAIN\r\n.' };
    const { status, transcript } = await signIn(
      { answers: stls, stls: true, tls: { cert: trusted.certificate, key: trusted.key } },
      'starttls',
    );
    expect(status).toBe(200);
    const commands = transcript.map((line) => line.split(' ')[0]);
    expect(commands.slice(0, 6)).toEqual(['--', 'CAPA', 'STLS', '--', 'CAPA', 'AUTH']);
  });

  const overSince = { from: new Date(Date.now() - 9 * day), until: new Date(Date.now() - day) };
  it.each<[string, Parameters<typeof issueCertificate>[0], boolean, string]>([
    ['an unknown authority', { names: ['localhost'] }, false, 'comes from an authority that is not trusted'],
    ['another name', { names: ['pop.example.org'] }, true, 'belongs to another name'],
    ['a time that is over', { names: ['localhost'], ...overSince }, true, 'has expired'],
  ])('refuses a certificate of %s before it sends anything', async (_, wishes, trust, message) => {
    const { certificate, key, authority } = await issueCertificate(wishes);
    server.current = await startScripted({ tls: { cert: certificate, key } });
    useBridge({ ports: [server.current.port], authorities: trust ? [authority] : [] });
    const { status, body } = await new AccountClient().signIn(request(server.current.port, 'tls'));
    expect(status).toBe(502);
    expect(body).toMatchObject({ code: 'certificate_invalid', step: 'tls' });
    expect(body.message).toBe(`The server’s certificate ${message}.`);
    expectNoPassword(server.current.transcript);
  });

  it('never goes below TLS 1.2', async () => {
    const tls = {
      cert: trusted.certificate,
      key: trusted.key,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL:@SECLEVEL=0',
    } as const;
    const { body } = await signIn({ tls }, 'tls');
    expect(body).toMatchObject({ code: 'tls_failed', step: 'tls' });
  });

  it('has one deadline for all of it, however busy the server looks', async () => {
    const silent = await signIn({ greeting: null }, 'none', { connectMs: 150 });
    expect(silent.body).toMatchObject({ code: 'timeout', step: 'greeting' });
    await expect.poll(() => silent.transcript).toEqual(['-- connect', '-- close']);
    await server.current?.stop();
    const drip: Manners['greeting'] = (socket) => {
      const timer = setInterval(() => socket.write('+'), 20);
      socket.on('close', () => clearInterval(timer));
      return null;
    };
    expect((await signIn({ greeting: drip }, 'none', { connectMs: 150 })).body).toMatchObject({
      code: 'timeout',
    });
  });

  it('says that a port is closed', async () => {
    const { port, stop } = await start({});
    await stop();
    server.current = null;
    expect((await new AccountClient().signIn(request(port))).body).toMatchObject({
      code: 'connection_refused',
      step: 'connection',
    });
  });

  it('sends no password in clear unless operator and user both say so', async () => {
    const { port, transcript } = await start({}, {}, {});
    expect(await new AccountClient().signIn(request(port))).toMatchObject({
      status: 403,
      body: { code: 'plaintext_refused' },
    });
    expect(transcript).toEqual([]);
  });

  it('opens no connection to what policy forbids, and says the same whatever it was', async () => {
    const opened: Socket[] = [];
    const inside = createServer((socket) => opened.push(socket.on('error', () => {})));
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    const { port } = inside.address() as { port: number };
    const env = { ...plain, POSTBAG_ALLOW_PRIVATE_HOSTS: '' };
    const resolve = async () => ['127.0.0.1'];
    const bodies = [];
    for (const [host, ports] of [
      ['localhost', port],
      ['pop.example.com', port],
      ['127.0.0.1', port],
      ['a b', port],
      ['pop.example.com', port + 1],
    ] as const) {
      useBridge({ ports: [port], env, resolve, limits: { refusalMs: 10 } });
      const { status, body } = await new AccountClient().signIn({ ...request(ports), host });
      expect(status).toBe(403);
      bodies.push(JSON.stringify(body));
    }
    expect(new Set(bodies).size).toBe(1);
    inside.close();
    expect(opened).toEqual([]);
  });
});

describe('a retrieval', () => {
  it('asks nothing twice: what is known of a server is not asked again', async () => {
    const { transcript, frames, messages } = await retrieve({});
    for (const { octets, sha256, actual } of messages) expect(actual).toEqual({ octets, sha256 });
    // The sign-in's own connection may be closed after the next one is open.
    const all = transcript.filter((line) => line !== '-- close');
    const second = all.slice(all.lastIndexOf('-- connect'));
    expect(second.map((line) => line.replace(/ .{20,}/, ' …'))).toEqual([
      '-- connect',
      'AUTH …',
      'UIDL 2',
      'UIDL 1',
      'RETR 2',
      'RETR 1',
      'UIDL 1',
      'QUIT',
    ]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it.each<[string, (stored: string[]) => string[] | null]>([
    ['lacks a message', (stored) => stored.slice(1)],
    ['is empty', () => []],
    ['does not come', () => null],
  ])('ends without QUIT when the receipt %s', async (_, receipt) => {
    const { port, transcript } = await start({}, { settlementMs: 100 });
    const client = new AccountClient();
    await client.signIn(request(port));
    expect((await client.receive(wanted, receipt)).frames.at(-1)).toEqual({
      kind: 'done',
      outcome: 'dropped',
    });
    await expect.poll(() => transcript.at(-1)).toBe('-- close');
    expect(transcript.slice(transcript.lastIndexOf('-- connect'))).not.toContain('QUIT');
  });

  it('names a message that the server refuses, and goes on', async () => {
    const { frames, messages } = await retrieve({
      answers: { RETR: (_, line) => (line === 'RETR 2' ? '-ERR gone' : '+OK\r\n..12345\r\n.') },
    });
    expect(frames[0]).toMatchObject({
      kind: 'missing',
      uidl: 'uidl-2',
      problem: { code: 'server_refused', said: 'gone' },
    });
    expect(messages).toMatchObject([{ uidl: 'uidl-1', octets: 8 }]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  const begun = (then: (socket: Socket) => void): Manners => ({
    answers: {
      RETR: (socket, line) => {
        if (line === 'RETR 2') return '+OK\r\nwhole\r\n.';
        socket.write('+OK\r\nhalf a mess');
        then(socket);
        return null;
      },
    },
  });
  const never = () => {};
  const dripping = (socket: Socket) => {
    const timer = setInterval(() => socket.write('x'), 20);
    socket.on('close', () => clearInterval(timer));
  };

  it.each<[string, Manners, Partial<Limits>, string]>([
    ['closes in the middle of a message', begun((socket) => socket.end()), {}, 'connection_lost'],
    [
      'resets in the middle of a message',
      begun((socket) => setTimeout(() => socket.resetAndDestroy(), 20)),
      {},
      'connection_lost',
    ],
    ['falls silent in the middle of a message', begun(never), { rateWindowMs: 100 }, 'too_slow'],
    ['drips a message', begun(dripping), { rateWindowMs: 150 }, 'too_slow'],
    [
      'drips above the minimum rate for ever',
      begun(dripping),
      { rateWindowMs: 60, rateOctets: 1, sessionMs: 300 },
      'timeout',
    ],
    [
      'sends a message without end',
      begun((socket) => socket.write('x'.repeat(9000))),
      { messageOctets: 4000 },
      'limit_octets',
    ],
  ])(
    'from a server that %s ends in a problem, without that message’s end',
    async (_, script, limits, code) => {
      const { frames, messages, transcript } = await retrieve(script, limits);
      expect(messages).toMatchObject([{ uidl: 'uidl-2', octets: 7 }]);
      expect(frames.at(-1)).toMatchObject({ kind: 'problem', problem: { code } });
      expect(frames.filter(({ kind }) => kind === 'settle')).toEqual([]);
      expect(transcript.slice(transcript.lastIndexOf('-- connect'))).not.toContain('QUIT');
    },
  );

  it('does not wait for ever between messages', async () => {
    const { frames } = await retrieve({ answers: { RETR: null } }, { idleMs: 100 });
    expect(frames).toMatchObject([{ kind: 'problem', problem: { code: 'timeout' } }]);
  });

  it('begins no further message when its time is over, and settles what it has', async () => {
    const { frames, messages, transcript } = await retrieve({}, { budgetMs: -1 });
    expect(messages, 'one is begun in any case').toMatchObject([{ uidl: 'uidl-2' }]);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
    expect(transcript).not.toContain('RETR 1');
  });

  it('has all its time for messages, however long the server takes to say where they are', async () => {
    const slowly = (socket: Socket, line: string) => {
      const number = line.split(' ')[1];
      setTimeout(() => socket.write(`+OK ${number} uidl-${number}\r\n`), 300);
      return null;
    };
    const { frames, messages } = await retrieve({ answers: { UIDL: slowly } }, { budgetMs: 250 });
    expect(messages.map(({ uidl }) => uidl)).toEqual(['uidl-2', 'uidl-1']);
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it('looks further for a first message when those asked for first are gone, although its time is over', async () => {
    const { port, transcript } = await start({}, { budgetMs: -1 });
    const client = new AccountClient();
    await client.signIn(request(port));
    const gone = Array.from({ length: 50 }, (_, index) => ({
      number: index + 3,
      uidl: `gone-${index}`,
      octets: 10,
    }));
    const { frames, messages } = await client.receive([...gone, ...wanted]);
    expect(frames.filter(({ kind }) => kind === 'missing')).toHaveLength(50);
    expect(messages).toMatchObject([{ uidl: 'uidl-2' }]);
    expect(transcript).not.toContain('RETR 1');
  });

  it('waits for the receipt from when the settle frame has left, not from when it lies in the queue', async () => {
    const { port } = await start({}, { settlementMs: 200 });
    const client = new AccountClient();
    await client.signIn(request(port));
    const response = await client.messages(wanted);
    // A browser that is busy elsewhere: it is this time that must not count.
    await pause(600);
    const { frames } = await readFrames(response.body ?? new ReadableStream(), async (session, received) => {
      const stored = received.messages.map(({ uidl }) => uidl);
      expect(await client.settle(session, stored)).toMatchObject({ status: 200 });
    });
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'quit' });
  });

  it('closes the connection at once when the browser goes', async () => {
    const { port, transcript } = await start({ answers: { RETR: null } });
    const client = new AccountClient();
    await client.signIn(request(port));
    const gone = new AbortController();
    const response = await client.messages(wanted, gone.signal);
    await expect.poll(() => transcript).toContain('RETR 1');
    gone.abort();
    await expect.poll(() => transcript.at(-1)).toBe('-- close');
    expect((await readFrames(response.body ?? new ReadableStream())).messages).toEqual([]);

    const other = await client.messages(wanted);
    await other.body?.cancel();
    await expect.poll(() => transcript.at(-1)).toBe('-- close');
  });

  it('ends when the bridge does, without QUIT, although it waits for a receipt', async () => {
    const { port, transcript } = await start({});
    const client = new AccountClient();
    await client.signIn(request(port));
    const received = await client.receive(wanted, () => {
      endAllLifetimes();
      return null;
    });
    expect(received.frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    expect(transcript.slice(transcript.lastIndexOf('-- connect'))).not.toContain('QUIT');
  });

  it('ends when the bridge does, although a browser that takes nothing has not had the settle frame', async () => {
    const { port, transcript } = await start({}, { readerMs: 200 });
    const client = new AccountClient();
    await client.signIn(request(port));
    const response = await client.messages(wanted);
    const shared = globalThis as { postbagSettlements?: ReadonlyMap<string, unknown> };
    await expect.poll(() => shared.postbagSettlements?.size).toBe(1);
    endAllLifetimes();
    await expect.poll(() => transcript.at(-1)).toBe('-- close');
    // Whoever still waited for this browser would have given it up by now.
    await pause(500);
    const { frames } = await readFrames(response.body ?? new ReadableStream());
    expect(frames.at(-1)).toEqual({ kind: 'done', outcome: 'dropped' });
    expect(transcript.slice(transcript.lastIndexOf('-- connect'))).not.toContain('QUIT');
  });

  it('does not read from the server what the browser does not take, and cuts a reader that stalls', async () => {
    let written = 0;
    const flood: Manners = {
      answers: {
        RETR: (socket) => {
          socket.write('+OK\r\n');
          const line = Buffer.alloc(64 * 1024, `${'x'.repeat(62)}\r\n`);
          const more = () => {
            while (!socket.destroyed && written < 400 * 1024 * 1024) {
              written += line.length;
              if (!socket.write(line)) return;
            }
          };
          socket.on('drain', more);
          more();
          return null;
        },
      },
    };
    const { port, transcript } = await start(flood, { readerMs: 400 });
    const client = new AccountClient();
    await client.signIn(request(port));
    const response = await client.messages(wanted.slice(0, 1));
    const reader = response.body?.getReader();
    await reader?.read();
    await expect.poll(() => transcript.at(-1), { timeout: 5000 }).toBe('-- close');
    // The stream's queue, what was read ahead, and what the kernel holds on both sides.
    expect(written).toBeLessThan(24 * 1024 * 1024);
    await expect(reader?.read().then(() => reader.read())).rejects.toThrow();
  });
});
