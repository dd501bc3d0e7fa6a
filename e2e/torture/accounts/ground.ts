import { readFileSync } from 'node:fs';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import { examined } from '@/e2e/support/doctor';
import { type Dovecot, startDovecot } from '@/e2e/support/dovecot';
import type { Manners } from '@/e2e/support/manners';
import { fillMaildir, generateMessages } from '@/e2e/support/messages';
import { type NameServer, startNameServer } from '@/e2e/support/nameServer';
import { startScripted } from '@/e2e/support/scripted';
import { limits } from '@/lib/bridge/limits';
import { makeResolve } from '@/lib/bridge/resolve';
import type { DoctorRow } from '@/lib/contract/doctor';
import type { Problem } from '@/lib/contract/errors';
import { toProblem } from '@/lib/contract/readProblem';
import type { Security } from '@/lib/contract/routes';
import { issueCertificate } from '@/lib/demo/certificates';

/** The mail server's name, known to the name server alone. */
export const host = 'pop.shop.example';
export const users = { ada: 'her own', bob: 'his own' };

export interface Failed {
  problem: Problem;
  /** What the doctor found at once behind it; nothing where none was asked. */
  rows: DoctorRow[];
}

export interface Attempt {
  host?: string;
  port: number;
  security?: Security;
  username?: string;
  password?: string;
  /** Shorter than in production, where silence is what is waited for. */
  connectMs?: number;
}

/** Real names, real certificates, real Dovecot, and the bridge's own routes in this process. */
export class FailureGround {
  private constructor(
    readonly dovecot: Dovecot,
    private readonly names: NameServer,
    readonly good: { cert: string; key: string },
    private readonly authorities: readonly string[],
  ) {}

  static async start(): Promise<FailureGround> {
    const dovecot = await startDovecot({ users, names: [host] });
    await fillMaildir(dovecot.maildir('ada'), generateMessages(3));
    const names = await startNameServer((name, type) =>
      name !== host ? 'NXDOMAIN' : type === 'A' ? ['127.0.0.1'] : [],
    );
    const { certificate: cert, key, authority } = await issueCertificate({ names: [host] });
    return new FailureGround(dovecot, names, { cert, key }, [readFileSync(dovecot.ca, 'utf8'), authority]);
  }

  async stop(): Promise<void> {
    await this.names.stop();
    await this.dovecot.stop();
  }

  /** Puts the bridge where these ports may be dialled. */
  bridge(port: number, connectMs = limits.connectMs, authorities: readonly string[] = []): void {
    useBridge({
      ports: [port],
      authorities: [...this.authorities, ...authorities],
      limits: { connectMs, silenceMs: 500 },
      env: { POSTBAG_ALLOW_PRIVATE_HOSTS: '127.0.0.1' },
      resolve: makeResolve(undefined, [this.names.at]),
    });
  }

  /** A sign-in that must fail, and the examination that the form begins by itself. */
  async fail(attempt: Attempt, authorities: readonly string[] = []): Promise<Failed> {
    const { connectMs, ...change } = attempt;
    this.bridge(attempt.port, connectMs, authorities);
    const settings = { host, security: 'tls' as const, username: 'ada', password: users.ada, ...change };
    const { body } = await new AccountClient().signIn({ ...settings, keep: false });
    const problem = toProblem(body);
    if (!problem) throw new Error(`It did not fail: ${JSON.stringify(body)}`);
    if (JSON.stringify(body).includes(settings.password)) throw new Error('The password was told.');
    if (problem.step === undefined) return { problem, rows: [] };
    const { password: _, ...quiet } = settings;
    const { rows } = await examined(problem.step === 'mailbox' ? settings : quiet);
    return { problem, rows };
  }

  /** The same at a server of its own, which behaves but for what is said here. By default behind TLS that holds. */
  async failAt(
    manners: Manners,
    attempt: Omit<Attempt, 'port'> = {},
    authorities: readonly string[] = [],
  ): Promise<Failed> {
    const server = await startScripted({ tls: this.good, ...manners });
    try {
      return await this.fail({ port: server.port, ...attempt }, authorities);
    } finally {
      await server.stop();
    }
  }
}
