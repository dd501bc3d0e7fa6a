import { type RunningApp, startApp } from '@/e2e/support/app';
import { type Dovecot, startDovecot } from '@/e2e/support/dovecot';
import { fillMaildir, generateMessages } from '@/e2e/support/messages';
import { type RunningProxy, startProxy } from '@/e2e/support/proxy';
import { type AccountAnswer, keyHeader, type ListingAnswer } from '@/lib/contract/routes';
import { type Answer, ownHeaders, send } from './http';

/** The built server, a real mail server behind a line that counts connections, and an account that is signed in. */
export interface Ground {
  app: RunningApp;
  dovecot: Dovecot;
  /** `connections` counts what the bridge dialled. */
  line: RunningProxy;
  secret: string;
  signIn: Record<string, unknown>;
  stop(): Promise<void>;
}

export const password = 'canary password ßecret';
export const secret = 'attack-test-secret-0123456789-abcdefgh';

export async function startGround(
  wishes: {
    messages?: number;
    environment?: Record<string, string>;
    rate?: number;
    pop3Ports?: number[];
  } = {},
): Promise<Ground> {
  const dovecot = await startDovecot({ users: { alice: password, bob: password } });
  for (const user of ['alice', 'bob'])
    await fillMaildir(dovecot.maildir(user), generateMessages(wishes.messages ?? 3));
  const target = { host: '127.0.0.1', port: dovecot.popsPort };
  const line = await startProxy({ target, ...(wishes.rate !== undefined && { rate: wishes.rate }) });
  const app = await startApp({
    caFile: dovecot.ca,
    pop3Ports: [line.port, ...(wishes.pop3Ports ?? [])],
    environment: { POSTBAG_SECRET: secret, ...wishes.environment },
  });
  return {
    app,
    dovecot,
    line,
    secret,
    signIn: {
      username: 'alice',
      password,
      host: 'localhost',
      port: line.port,
      security: 'tls',
      keep: true,
    },
    async stop() {
      await app.stop();
      await line.close();
      await dovecot.stop();
    },
  };
}

/** A browser with an account: cookie and K. */
export class Visitor {
  account = '';
  key = '';
  cookie = '';

  constructor(private readonly app: RunningApp) {}

  async signIn(request: Record<string, unknown>): Promise<Answer> {
    const answer = await this.ask('/api/accounts', request);
    if (answer.status === 200) {
      const { account, key }: AccountAnswer = JSON.parse(answer.text);
      Object.assign(this, { account, key, cookie: cookieOf(answer) });
    }
    return answer;
  }

  /** With cookie and K, from our own page. */
  ask(path: string, body?: unknown, method = 'POST'): Promise<Answer> {
    return send(this.app.port, {
      method,
      path,
      headers: this.headers(),
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  async listing(): Promise<ListingAnswer> {
    const { status, text } = await this.ask(`/api/accounts/${this.account}/listing`, { known: null });
    if (status !== 200) throw new Error(text);
    return JSON.parse(text);
  }

  headers(): Record<string, string> {
    const mine = this.account === '' ? {} : { cookie: this.cookie, [keyHeader]: this.key };
    return { ...ownHeaders(this.app), ...mine };
  }
}

/** The cookie that an answer sets, as it is sent back. */
export function cookieOf({ headers }: Answer): string {
  return headers['set-cookie']?.[0]?.split(';')[0] ?? '';
}
