import { md5 } from '@/lib/bridge/md5';
import type { Capabilities } from '@/lib/pop3/capabilities';
import type { Pop3Session } from '@/lib/pop3/session';
import type { Account } from '../support/servers/server';

interface LoginWay {
  /** SASL's name where it is SASL. */
  name: string;
  announced(greeting: string, capabilities: Capabilities | null): boolean;
  login(session: Pop3Session, account: Account): Promise<unknown>;
}

const mechanisms = ['PLAIN', 'LOGIN', 'CRAM-MD5', 'SCRAM-SHA-1', 'SCRAM-SHA-256'] as const;

/** Every way of logging in with a password that lib/pop3 has: the matrix tries each wherever it is announced. */
export const loginWays: readonly LoginWay[] = [
  {
    name: 'USER/PASS',
    announced: (_, capabilities) => capabilities === null || capabilities.user,
    async login(session, { username, password }) {
      await session.user(username);
      await session.pass(password);
    },
  },
  {
    name: 'APOP',
    // RFC 1939 §7: a timestamp in the greeting.
    announced: (greeting) => /<[^<>@]+@[^<>@]+>/.test(greeting),
    // Not all of these servers have TLS; nobody listens on loopback.
    login: (session, { username, password }) => session.apop({ username, password }, { tls: true, md5 }),
  },
  ...mechanisms.map((name) => ({
    name,
    announced: (_: string, capabilities: Capabilities | null) => capabilities?.sasl.includes(name) === true,
    login: (session: Pop3Session, { username, password }: Account) =>
      session.authenticate(name, { username, password }, { md5 }),
  })),
];
