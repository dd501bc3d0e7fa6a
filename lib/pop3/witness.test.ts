import { describe, expect, it } from 'vitest';
import { md5 } from '@/lib/bridge/md5';
import type { MechanismName } from './sasl/mechanism';
import { Pop3Session } from './session';
import type { Wire } from './wire';
import type { Witness } from './witness';

const canary = 'c4nary-s3cret-ÄÖ';
const login = { username: 'alice@example.org', password: canary };
const bearer = { username: 'alice@example.org', token: `ya29.${'t0ken-canary-'.repeat(30)}` };
const encoded = (text: string) => Buffer.from(text, 'utf8').toString('base64');

/** A server that answers each line by a rule, and all that was written to it. */
function answering(greeting: string, reply: (line: string) => string) {
  const chunks = [Buffer.from(`${greeting}\r\n`)];
  const written: string[] = [];
  let wake = () => {};
  const wire: Wire = {
    async read() {
      while (chunks.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return chunks.shift() ?? null;
    },
    async write(bytes) {
      for (const line of Buffer.from(bytes).toString('utf8').split('\r\n').slice(0, -1)) {
        written.push(line);
        chunks.push(Buffer.from(`${reply(line)}\r\n`));
      }
      wake();
    },
    async startTls() {},
    close() {},
  };
  return { wire, written };
}

interface Seen {
  shown: string;
  sent: number;
  reply: string | null;
  received: number;
}

function watching(): { witness: Witness; seen: Seen[] } {
  const seen: Seen[] = [];
  let next = -1;
  return {
    seen,
    witness: {
      sent: (shown, sent) => void seen.push({ shown, sent, reply: null, received: 0 }),
      answered(reply, octets) {
        const line = seen[next + 1];
        if (!line) return;
        next += 1;
        Object.assign(line, { reply, received: octets });
      },
      received(octets) {
        const line = seen[next];
        if (line) line.received += octets;
      },
    },
  };
}

/** What of the wire must not be seen: everything but verbs, names of mechanisms and the user's own name. */
function expectMasked(seen: Seen[], written: string[]) {
  expect(seen.length).toBe(written.length);
  const all = seen.map(({ shown }) => shown).join('\n');
  for (const secret of [canary, bearer.token, encoded(canary), 't0ken', 'c4nary'])
    expect(all).not.toContain(secret);
  seen.forEach(({ shown, sent }, index) => {
    const line = written[index] ?? '';
    expect(sent).toBe(Buffer.byteLength(line) + 2);
    for (const token of line.split(' ').filter(Boolean)) {
      const harmless = /^(USER|PASS|APOP|AUTH|[A-Z0-9-]{4,13}|\*|alice@example\.org)$/.test(token);
      if (!harmless) expect(shown).not.toContain(token);
    }
  });
}

let nonce = '';
/** Goes on with every login as far as it goes, and refuses it in the end. */
function serverOf(mechanism: MechanismName): (line: string) => string {
  let step = 0;
  return (line) => {
    step += 1;
    const text = Buffer.from(line.split(' ').at(-1) ?? '', 'base64').toString('utf8');
    if (line === '*') return '-ERR cancelled';
    if (mechanism === 'LOGIN') return ['+ VXNlcm5hbWU6', '+ UGFzc3dvcmQ6', '-ERR no'][step - 1] ?? '-ERR';
    if (mechanism === 'CRAM-MD5') return step === 1 ? `+ ${encoded('<1.2@host>')}` : '-ERR no';
    if (mechanism.startsWith('SCRAM')) {
      nonce = /r=([^,]+)/.exec(text)?.[1] ?? nonce;
      if (/^AUTH \S+$/.test(line)) return '+ ';
      if (text.includes('p=')) return '-ERR no';
      return `+ ${encoded(`r=${nonce}srv,s=${encoded('salt-of-it')},i=4096`)}`;
    }
    if (/^AUTH \S+$/.test(line)) return '+ ';
    // Google's way of saying why: one more round, with an empty answer.
    if (mechanism === 'XOAUTH2' || mechanism === 'OAUTHBEARER')
      return text.length > 20 ? `+ ${encoded('{"status":"401"}')}` : '-ERR no';
    return '-ERR no';
  };
}

describe('what is seen of a login holds no secret', () => {
  const mechanisms: MechanismName[] = [
    'PLAIN',
    'LOGIN',
    'CRAM-MD5',
    'SCRAM-SHA-1',
    'SCRAM-SHA-256',
    'XOAUTH2',
    'OAUTHBEARER',
  ];
  const openings = ['fitting', 'asked', 'always'] as const;
  it.each(mechanisms.flatMap((name) => openings.map((opening) => [name, opening] as const)))(
    'AUTH %s, its first words %s',
    async (name, opening) => {
      const { wire, written } = answering('+OK', serverOf(name));
      const { witness, seen } = watching();
      const session = await Pop3Session.open(wire, witness);
      const credentials = name === 'XOAUTH2' || name === 'OAUTHBEARER' ? bearer : login;
      await expect(session.authenticate(name, credentials, { md5, opening })).rejects.toThrow();
      expect(written.length).toBeGreaterThan(0);
      expectMasked(seen, written);
      expect(seen[0]?.shown).toMatch(new RegExp(`^AUTH ${name}( \\*{8})?$`));
      expect(seen.at(-1)?.reply).toBe('refused');
    },
  );

  it.each([
    [
      'USER and PASS',
      async (session: Pop3Session) => {
        await session.user(login.username);
        await session.pass(login.password);
      },
      ['USER alice@example.org', 'PASS ********'],
    ],
    [
      'APOP',
      (session: Pop3Session) => session.apop(login, { tls: true, md5 }),
      ['APOP alice@example.org ********'],
    ],
  ])('%s', async (_, work, expected) => {
    const { wire, written } = answering('+OK <1.2@host>', () => '+OK');
    const { witness, seen } = watching();
    await work(await Pop3Session.open(wire, witness));
    expectMasked(seen, written);
    expect(seen.map(({ shown }) => shown)).toEqual(expected);
  });
});

describe('what is seen of a session', () => {
  it('is every command, with all octets of its answer, in order, pipelined or not', async () => {
    const replies: Record<string, string> = {
      STAT: '+OK 2 20',
      UIDL: '+OK\r\n1 a\r\n2 b\r\n.',
      'RETR 1': '+OK\r\nSubject: x\r\n\r\n..dot\r\n.',
      'RETR 2': '-ERR gone',
      QUIT: '+OK bye',
    };
    const { wire } = answering('+OK ready', (line) => replies[line] ?? '-ERR');
    const { witness, seen } = watching();
    const session = await Pop3Session.open(wire, witness);
    await session.stat();
    await session.uidl();
    const sink = { begin() {}, data() {}, end() {}, refused() {} };
    await session.retrieve([1, 2], sink, { pipelining: true });
    await session.quit();
    expect(seen).toEqual(
      Object.entries(replies).map(([shown, text]) => ({
        shown,
        sent: shown.length + 2,
        reply: text.startsWith('+OK') ? 'ok' : 'refused',
        received: text.length + 2,
      })),
    );
  });
});
