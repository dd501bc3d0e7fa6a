import { startBareServer } from '@/e2e/support/bareServer';
import { startDeafPort } from '@/e2e/support/deafPort';
import type { Manners } from '@/e2e/support/manners';
import { socketWire } from '@/e2e/support/socketWire';
import { issueCertificate } from '@/lib/demo/certificates';
import { anyFreePort } from '@/lib/demo/ports';
import { Pop3Session } from '@/lib/pop3/session';
import type { Failed, FailureGround } from './ground';
import { host, users } from './ground';
import { endedPermission } from './permission';

const day = 86_400_000;
const userOnly = '+OK\r\nUSER\r\nUIDL\r\nTOP\r\nRESP-CODES\r\n.';
const refusing = (words: string): Manners => ({ answers: { AUTH: `-ERR ${words}`, PASS: `-ERR ${words}` } });

export interface Kind {
  name: string;
  /** Where the words that the person reads first stand in the catalogue. */
  told: string;
  make(ground: FailureGround): Promise<Failed>;
}

/** Every way in which adding an account fails, made for real. Scripted servers say what Dovecot will not. */
export const kinds: readonly Kind[] = [
  {
    name: 'NXDOMAIN',
    // One answer for what does not exist and for what is private: see threats of the host guard.
    told: 'problems.target_refused',
    make: (ground) => ground.fail({ port: ground.dovecot.popsPort, host: 'pop.shpo.example' }),
  },
  {
    name: 'no answer',
    told: 'causes.silent',
    async make(ground) {
      const silent = await startBareServer(() => {});
      try {
        return await ground.fail({ port: silent.port, security: 'starttls', connectMs: 1_000 });
      } finally {
        await silent.close();
      }
    },
  },
  {
    name: 'refused',
    told: 'problems.connection_refused',
    make: async (ground) => ground.fail({ port: await anyFreePort() }),
  },
  {
    name: 'filtered',
    told: 'causes.filtered',
    async make(ground) {
      const deaf = await startDeafPort();
      try {
        return await ground.fail({ port: deaf.port, connectMs: 1_000 });
      } finally {
        await deaf.stop();
      }
    },
  },
  {
    name: 'plaintext on 995',
    told: 'problems.not_tls',
    make: (ground) => ground.fail({ port: ground.dovecot.popPort }),
  },
  {
    name: 'TLS on 110',
    told: 'causes.tls_first',
    make: (ground) => ground.fail({ port: ground.dovecot.popsPort, security: 'starttls' }),
  },
  {
    name: 'expired',
    told: 'causes.expired',
    async make(ground) {
      const [from, until] = [new Date(Date.now() - 9 * day), new Date(Date.now() - day)];
      return withCertificate(ground, await issueCertificate({ names: [host], from, until }));
    },
  },
  {
    name: 'wrong name',
    told: 'causes.other_name',
    make: async (ground) =>
      withCertificate(ground, await issueCertificate({ names: ['mail.other.example'] })),
  },
  {
    name: 'unknown CA',
    told: 'causes.unknown_issuer',
    async make(ground) {
      const { certificate: cert, key } = await issueCertificate({ names: [host] });
      return ground.failAt({ tls: { cert, key } });
    },
  },
  {
    name: 'TLS 1.0 only',
    told: 'causes.old_tls',
    make: (ground) =>
      ground.failAt({
        tls: { ...ground.good, minVersion: 'TLSv1', maxVersion: 'TLSv1', ciphers: 'ALL:@SECLEVEL=0' },
      }),
  },
  {
    name: 'not POP3',
    told: 'problems.protocol_error',
    make: (ground) => ground.failAt({ greeting: 'HTTP/1.1 400 Bad Request' }),
  },
  {
    name: 'wrong password',
    told: 'problems.auth_failed',
    make: (ground) => ground.fail({ port: ground.dovecot.popsPort, password: 'mistyped' }),
  },
  {
    name: 'unknown user',
    told: 'causes.unknown_user',
    // RFC 1939 §7's own words; Dovecot tells nobody whether it is the name or the password.
    make: (ground) =>
      ground.failAt({ answers: { CAPA: userOnly, USER: '-ERR sorry, no mailbox for ada here' } }),
  },
  {
    name: 'mechanism missing',
    told: 'causes.no_mechanism',
    make: (ground) =>
      ground.failAt({
        answers: { CAPA: '+OK\r\nUIDL\r\nTOP\r\nSASL GSSAPI NTLM\r\n.', USER: '-ERR Unknown command.' },
      }),
  },
  {
    name: 'account locked',
    told: 'causes.locked',
    make: (ground) => ground.failAt(refusing('[AUTH] Account is temporarily locked.')),
  },
  {
    name: 'maildrop busy',
    told: 'problems.mailbox_busy',
    async make(ground) {
      const wire = await socketWire({ host: '127.0.0.1', port: ground.dovecot.popPort });
      const other = await Pop3Session.open(wire);
      await other.user('ada');
      await other.pass(users.ada);
      try {
        return await ground.fail({ port: ground.dovecot.popsPort });
      } finally {
        await other.quit();
      }
    },
  },
  {
    name: 'login delay',
    told: 'causes.login_delay',
    make: (ground) => ground.failAt(refusing('[LOGIN-DELAY] minimum time between mail checks violation')),
  },
  {
    name: 'POP switched off',
    told: 'causes.pop_off',
    make: (ground) =>
      ground.failAt(
        refusing(
          '[SYS/PERM] Your account is not enabled for POP access. Please visit your Gmail settings page and enable your account for POP access.',
        ),
      ),
  },
  {
    name: 'app password needed',
    told: 'causes.app_password',
    make: (ground) =>
      ground.failAt(
        refusing(
          '[AUTH] Application-specific password required: https://support.google.com/accounts/answer/185833',
        ),
      ),
  },
  { name: 'OAuth expired', told: 'problems.consent_ended', make: endedPermission },
  {
    name: 'quota',
    told: 'causes.quota',
    make: (ground) => ground.failAt(refusing('[SYS/TEMP] Account exceeded command or bandwidth limits.')),
  },
  {
    name: 'server gone after login',
    told: 'causes.gone',
    make: (ground) =>
      ground.failAt({
        answers: {
          STAT: (socket) => {
            socket.end();
            return null;
          },
        },
      }),
  },
];

/** A server with this certificate, whose authority is trusted. */
async function withCertificate(
  ground: FailureGround,
  { certificate: cert, key, authority }: Awaited<ReturnType<typeof issueCertificate>>,
): Promise<Failed> {
  return ground.failAt({ tls: { cert, key } }, {}, [authority]);
}
