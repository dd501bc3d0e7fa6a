import type { Socket } from 'node:net';
import { afterEach, expect } from 'vitest';
import { AccountClient, useBridge } from '@/e2e/support/bridgeRoutes';
import type { Manners } from '@/e2e/support/manners';
import { type ScriptedServer, startScripted } from '@/e2e/support/scripted';
import type { Environment } from '@/lib/bridge/environment';
import { endAllLifetimes } from '@/lib/bridge/lifetime';
import type { Problem } from '@/lib/contract/errors';
import { toProblem } from '@/lib/contract/readProblem';
import type { AccountAnswer, Security } from '@/lib/contract/routes';
import { issueCertificate } from '@/lib/demo/certificates';

/**
 * The ground of the catalogue's tests: a server on loopback that misbehaves, and before it the bridge's own routes.
 * Everything that a test starts is stopped after it.
 */

/** A certificate that holds for the names that the tests use, and the authority that signed it. */
export const trusted = await issueCertificate({ names: ['localhost', 'pop.example.com'] });
export const trustedTls = { cert: trusted.certificate, key: trusted.key };

export const password = 's3cret-canary';

export interface Ground {
  /** What the person chose. */
  security?: Security;
  /** The server speaks plain POP3, whatever was chosen. */
  plain?: boolean;
  host?: string;
  limits?: Partial<Environment['limits']>;
  env?: Record<string, string>;
  authorities?: readonly string[];
  resolve?: Environment['resolve'];
}

const servers = new Set<ScriptedServer>();

afterEach(async () => {
  // A session that a test left behind would keep the next one waiting for the same maildrop.
  endAllLifetimes();
  await Promise.all([...servers].map((server) => server.stop()));
  servers.clear();
});

/** Starts a server, by default in TLS with a certificate that holds, and a bridge that may dial it. */
export async function serve(manners: Manners, ground: Ground = {}): Promise<ScriptedServer> {
  const { security = 'tls', authorities = [trusted.authority], limits, env, resolve } = ground;
  const plain = ground.plain ?? security === 'none';
  const tls = { tls: manners.tls ?? trustedTls, stls: security === 'starttls' };
  const server = await startScripted({ ...manners, ...(!plain && tls) });
  servers.add(server);
  useBridge({
    ports: [server.port],
    authorities,
    ...(limits && { limits }),
    env: { POSTBAG_ALLOW_PLAINTEXT: '1', ...env },
    ...(resolve && { resolve }),
  });
  return server;
}

/** The request that a person's form makes. */
export function signInRequest(port: number, { security = 'tls', host = 'localhost' }: Ground = {}) {
  return { username: 'alice', password, host, port, security, keep: false };
}

export interface SignedIn {
  answer: AccountAnswer;
  client: AccountClient;
  server: ScriptedServer;
  /** Every line that the server heard so far. */
  heard: string[];
}

/** Signs in at a server with which that must work. */
export async function signIn(manners: Manners, ground: Ground = {}): Promise<SignedIn> {
  const server = await serve(manners, ground);
  const client = new AccountClient();
  const { status, body } = await client.signIn(signInRequest(server.port, ground));
  expect(body, 'the sign-in').not.toHaveProperty('code');
  expect(status).toBe(200);
  return { answer: body as unknown as AccountAnswer, client, server, heard: server.transcript };
}

/** Tries to sign in where that must fail: what the person is told, and what the server heard. */
export async function failToSignIn(
  manners: Manners,
  ground: Ground = {},
): Promise<{ problem: Problem; heard: string[]; client: AccountClient }> {
  const server = await serve(manners, ground);
  const client = new AccountClient();
  const { status, body } = await client.signIn(signInRequest(server.port, ground));
  expect(status).toBeGreaterThanOrEqual(400);
  expect(JSON.stringify(body)).not.toContain(password);
  const problem = toProblem(body);
  if (!problem) throw new Error(`Not a problem: ${JSON.stringify(body)}`);
  expect(problem.hint).not.toBe('');
  // Nothing of it stays open.
  await expect.poll(() => connections(server.transcript)).toBe(0);
  return { problem, heard: server.transcript, client };
}

/** The problem of a listing that must fail. */
export async function failToList(client: AccountClient): Promise<Problem> {
  const failed = await client.listing(null).then(
    (answer) => expect.fail(`a listing came: ${JSON.stringify(answer)}`),
    (error: Error) => error,
  );
  const problem = toProblem(JSON.parse(failed.message));
  if (!problem) throw failed;
  return problem;
}

/** How many connections are open. */
function connections(heard: readonly string[]): number {
  const times = (entry: string) => heard.filter((line) => line === entry).length;
  return times('-- connect') - times('-- close');
}

/** An answer: hangs up. */
export const hangUp = (socket: Socket): null => {
  socket.end();
  return null;
};

/** How often the server was connected to. */
export function calls(heard: readonly string[]): number {
  return heard.filter((line) => line === '-- connect').length;
}

/** What was said in the connection that came last. */
export function lastCall(heard: readonly string[]): string[] {
  return heard.slice(heard.lastIndexOf('-- connect') + 1).filter((line) => !line.startsWith('--'));
}

/** The verbs of all lines. */
export function verbs(heard: readonly string[]): string[] {
  return heard.filter((line) => !line.startsWith('--')).map((line) => line.split(' ')[0] ?? '');
}

/** Neither name nor password has left us, in any form. */
export function expectNoLogin(heard: readonly string[]): void {
  expect(verbs(heard).filter((verb) => /^(USER|PASS|AUTH|APOP)$/i.test(verb))).toEqual([]);
  expect(heard.join('\n')).not.toContain(password);
}

/** Messages as a listing names them, the newest first. */
export const wanted = (...numbers: number[]) =>
  numbers.map((number) => ({ number, uidl: `uidl-${number}`, octets: 10 }));

/** Signs in with manners and asks for messages 2 and 1 of a server that has none from then on. */
export async function retrieve(answers: Manners['answers'], limits: Ground['limits'] = {}) {
  const { client, heard } = await signIn({ ...(answers && { answers }) }, { limits });
  return { ...(await client.receive(wanted(2, 1))), heard };
}
