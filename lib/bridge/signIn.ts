import 'server-only';
import type { SignInStep } from '@/lib/contract/errors';
import type { AccountAnswer, AccountRequest } from '@/lib/contract/routes';
import { Pop3Refusal } from '@/lib/pop3/errors';
import { beginAttempt } from './attempts';
import type { Ground } from './environment';
import { Lifetime } from './lifetime';
import { uidlLinesOfEmptyMaildrop } from './limits';
import { type KnownServer, noPlace, type OpenMaildrop, openMaildrop } from './pop3';
import { BridgeFailure, problemOf, toProblem } from './problem';
import { lifeOf, newAccountId, newKey, SealTooLong, sealCookie } from './seal';

/**
 * A sign-in within the limits on attempts: see attempts.ts.
 *
 * @throws BridgeFailure `too_soon` when there were too many, else with the step that failed.
 */
export async function signIn(
  request: AccountRequest,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: AccountAnswer; cookie: string }> {
  const { counters, limits, config, client } = environment;
  const { host, username } = request;
  const rules = { attempts: limits.attempts, secrets: config.secrets };
  const attempt = await beginAttempt({ client, host, username }, counters, rules);
  if ('retryAfter' in attempt) throw new BridgeFailure({ ...tooMany, retryAfter: attempt.retryAfter });
  try {
    const outcome = await trySignIn(request, environment, signal);
    await attempt.succeeded();
    return outcome;
  } catch (error) {
    // The bridge's own limits, and what it never tries: no server was asked for anything.
    const own =
      error instanceof BridgeFailure &&
      (error.problem === noPlace || error.problem.code === 'plaintext_refused');
    if (own) await attempt.withdrawn();
    else if (error instanceof BridgeFailure && beforeLogin.has(error.problem.step)) await attempt.unproved();
    throw error;
  }
}

/** Steps at which the password has not been shown to anybody yet. */
const beforeLogin: ReadonlySet<SignInStep | undefined> = new Set<SignInStep>([
  'name',
  'connection',
  'tls',
  'greeting',
]);

const tooMany = problemOf('too_soon', {
  message: 'Too many sign-ins have failed.',
  hint: 'Wait a little, look the password up, and try again.',
});

/**
 * Tries an account out, as far as its mailbox, and seals it.
 *
 * @throws BridgeFailure with the step that failed.
 */
async function trySignIn(
  request: AccountRequest,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: AccountAnswer; cookie: string }> {
  const { account = newAccountId(), keep, ...maildrop } = request;
  const lifetime = new Lifetime(signal);
  const open = await openMaildrop(maildrop, null, lifetime, environment);
  const server = await tryMailbox(open);
  // Nothing was retrieved: nobody need wait for the farewell.
  void open.quit();

  const key = newKey();
  const expiresAt = Date.now() + lifeOf(keep) * 1000;
  try {
    const cookie = await sealCookie({ account, maildrop, server, keep, expiresAt }, key, environment.config);
    const { user: _, ...capabilities } = server;
    return { answer: { account, key, capabilities, steps: open.steps.done }, cookie };
  } catch (error) {
    if (!(error instanceof SealTooLong)) throw error;
    throw new BridgeFailure(
      problemOf('bad_request', {
        message: 'Server name, user name and password are too long together.',
        hint: 'A browser’s cookie has room for 4,096 bytes; choose a shorter password.',
      }),
    );
  }
}

/** The last step: does the maildrop open, and can the server name its messages? */
async function tryMailbox({ session, server, steps, drop }: OpenMaildrop): Promise<KnownServer> {
  try {
    const { count } = await session.stat();
    if (!server.uidl) {
      // Not announced, or no CAPA at all: that says little, so it is tried.
      const [name] =
        count > 0
          ? await session.uidlOf([count], { pipelining: false })
          : await session.uidl(uidlLinesOfEmptyMaildrop);
      if (name instanceof Pop3Refusal) throw name;
    }
    steps.finish();
    return { ...server, uidl: true };
  } catch (error) {
    drop();
    const problem =
      error instanceof Pop3Refusal && error.command === 'UIDL'
        ? problemOf('uidl_missing', { step: 'mailbox', said: error.said })
        : toProblem(error, 'mailbox');
    throw new BridgeFailure(problem, steps.done);
  }
}
