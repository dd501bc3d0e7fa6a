import { createHash, createHmac, pbkdf2Sync } from 'node:crypto';
import fc from 'fast-check';
import { md5 } from '@/lib/bridge/md5';
import type { Credentials, Mechanism, MechanismName } from '@/lib/pop3/sasl/mechanism';
import { mechanismOf } from '@/lib/pop3/sasl/mechanismOf';
import { saslprep } from '@/lib/pop3/sasl/saslprep';
import { ending, hostile, injured, must } from './octets';
import type { Torture } from './torture';

const passwords: readonly MechanismName[] = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'];
export const mechanismNames: readonly MechanismName[] = [...passwords, 'XOAUTH2', 'OAUTHBEARER'];

const part = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    'alice',
    'a=b,c',
    'käse\u00a0',
    '\u00ad',
    '\r\nQUIT',
    '\0',
    '\x01auth=Bearer x',
    'n'.repeat(400),
  ),
);
export const credentials: fc.Arbitrary<Credentials> = fc.oneof(
  fc.record({ username: part, password: part }),
  fc.record({ username: part, token: fc.oneof(part, fc.stringMatching(/^[\x21-\x7e]{1,60}$/)) }),
);

const encoded = (octets: Uint8Array | string) => Buffer.from(octets).toString('base64');

/** What a server may say, given all that the client said: SCRAM's first and final message among it, sound or injured. */
type Says = (heard: readonly string[]) => string;

const salt = fc.constantFrom('QSXCR+Q6sek8bf92', '', 'AA==', 'not base64', '='.repeat(4));
const rounds = fc.constantFrom(
  '4096',
  '4097',
  '1',
  '0',
  '-1',
  '4095',
  '2000001',
  '99999999999',
  '4096.5',
  '1e4',
  '',
);
const serverFirst: fc.Arbitrary<Says> = fc
  .record({
    salt,
    rounds,
    more: fc.constantFrom('', ',x=y', ',', ',m=1'),
    before: fc.constantFrom('', '', '', 'm=ext,', ','),
    nonce: fc.constantFrom('srv', 'srv', '', 'a,b', '\x7f', 'ü'),
    ours: fc.constantFrom(true, true, true, false),
  })
  .map(
    (all): Says =>
      (heard) => {
        const nonce = all.ours ? nonceIn(heard) : 'somebody-else';
        return encoded(`${all.before}r=${nonce}${all.nonce},s=${all.salt},i=${all.rounds}${all.more}`);
      },
  );
const says: fc.Arbitrary<Says> = fc.oneof(
  { arbitrary: serverFirst, weight: 3 },
  {
    arbitrary: hostile.map(
      (octets): Says =>
        () =>
          encoded(octets),
    ),
    weight: 1,
  },
  {
    arbitrary: hostile.map(
      (octets): Says =>
        () =>
          octets.toString('latin1').trim(),
    ),
    weight: 1,
  },
  {
    arbitrary: fc
      .constantFrom(
        '',
        'v=',
        'v=AAAA',
        'e=invalid-proof',
        '{"status":"401"}',
        'Username:',
        'Password:',
        '<1.2@x.y>',
      )
      .map(
        (text): Says =>
          () =>
            text === '' ? '' : encoded(text),
      ),
    weight: 2,
  },
);

function nonceIn(heard: readonly string[]): string {
  return /r=([^,]*)/.exec(heard[0] ?? '')?.[1] ?? '';
}

async function talk(mechanism: Mechanism, server: readonly Says[]): Promise<string> {
  const heard = [Buffer.from(mechanism.initial ?? []).toString('utf8')];
  for (const speak of server) {
    const answer = await mechanism.respond(speak(heard));
    must(answer instanceof Uint8Array && answer.length < 100_000, 'The answer is no answer.');
    heard.push(Buffer.from(answer).toString('utf8'));
  }
  return mechanism.complete ? 'complete' : 'incomplete';
}

/** Any server against any mechanism: it ends typed, shows no secret, and nobody passes who does not know the password. */
const hostileServers: Torture = {
  name: 'SASL, hostile servers',
  share: 7,
  expected: ['complete', 'incomplete', 'protocol', 'declined', 'argument'],
  property: (note) =>
    fc.asyncProperty(
      fc.constantFrom(...mechanismNames),
      credentials,
      fc.array(says, { maxLength: 6 }),
      async (name, account, server) => {
        try {
          const mechanism = mechanismOf(name, account, md5);
          const end = await talk(mechanism, server);
          must(
            !name.startsWith('SCRAM') || end === 'incomplete',
            'SCRAM took a server that knows no password.',
          );
          note(end);
        } catch (error) {
          note(ending(error));
          const secret = 'password' in account ? account.password : account.token;
          const shown = error instanceof Error ? `${error.message} ${JSON.stringify(error)}` : '';
          // A shorter one may stand in any sentence.
          must(secret.length < 8 || !shown.includes(secret), 'The error shows the secret.');
        }
      },
    ),
};

/** A SCRAM server by RFC 5802 §3, written anew: its signature must be taken, and no other. */
const honestScram: Torture = {
  name: 'SASL, SCRAM',
  share: 1,
  expected: ['complete', 'protocol', 'argument'],
  property: (note) => {
    const password = fc.oneof(
      fc.string({ minLength: 1, maxLength: 20 }),
      fc.constantFrom('käse', '密码', 'pencil', '\u00ad', 'bell\u0007'),
    );
    const signature = fc.oneof(
      { arbitrary: fc.constant(null), weight: 2 },
      { arbitrary: injured(fc.constant(Buffer.from('v=AAAA'))), weight: 1 },
    );
    return fc.asyncProperty(
      fc.constantFrom<['SHA-1' | 'SHA-256', string, number]>(
        ['SHA-1', 'sha1', 20],
        ['SHA-256', 'sha256', 32],
      ),
      password,
      signature,
      async ([hash, digest, length], secret, forged) => {
        try {
          const mechanism = mechanismOf(`SCRAM-${hash}`, { username: 'user', password: secret }, undefined);
          const bare = Buffer.from(mechanism.initial ?? [])
            .toString('utf8')
            .slice(3);
          const first = `r=${nonceIn([bare])}server,s=QSXCR+Q6sek8bf92,i=4096`;
          const final = Buffer.from(await mechanism.respond(encoded(first))).toString('utf8');
          const prepared = saslprep('password', secret);
          const salted = pbkdf2Sync(
            prepared,
            Buffer.from('QSXCR+Q6sek8bf92', 'base64'),
            4096,
            length,
            digest,
          );
          const hmac = (key: Uint8Array, text: string | Uint8Array) =>
            createHmac(digest, key).update(text).digest();
          const message = `${bare},${first},${final.replace(/,p=.*$/, '')}`;
          const clientKey = hmac(salted, 'Client Key');
          const proof = hmac(createHash(digest).update(clientKey).digest(), message).map(
            (octet, index) => octet ^ (clientKey[index] ?? 0),
          );
          must(final.endsWith(`,p=${encoded(proof)}`), 'The proof is wrong.');
          const right = `v=${encoded(hmac(hmac(salted, 'Server Key'), message))}`;
          await mechanism.respond(encoded(forged ?? right));
          must(
            forged === null || forged.toString().startsWith(right) || !mechanism.complete,
            'A forger passed.',
          );
          must(forged !== null || mechanism.complete, 'The true server did not pass.');
          note(mechanism.complete ? 'complete' : 'incomplete');
        } catch (error) {
          note(ending(error));
        }
      },
    );
  },
};

export const saslTortures: readonly Torture[] = [hostileServers, honestScram];
