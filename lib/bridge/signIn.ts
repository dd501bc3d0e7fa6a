import 'server-only';
import type { Problem, SignInStep } from '@/lib/contract/errors';
import type { AccountAnswer, AccountRequest, ListingAnswer, Told } from '@/lib/contract/routes';
import { Pop3Refusal } from '@/lib/pop3/errors';
import type { Pop3Session } from '@/lib/pop3/session';
import { beginAttempt } from './attempts';
import type { Ground } from './environment';
import { leaveOpen } from './firstMessages';
import { manyNames } from './guard';
import { Lifetime } from './lifetime';
import { uidlLinesOfEmptyMaildrop } from './limits';
import { type Held, listEverything } from './listing';
import { manyListings } from './listingRoom';
import { type KnownServer, noPlace, type OpenMaildrop, openMaildrop } from './pop3';
import { BridgeFailure, problemOf, toProblem } from './problem';
import { type Expected, isSameMaildrop } from './sameMaildrop';
import { expiryOf, newAccountId, newKey, type SealedAccount, SealTooLong, sealCookie } from './seal';
import { RequestGone } from './transport';

/** What is tried out and sealed. */
export interface Entrance extends Pick<SealedAccount, 'account' | 'maildrop' | 'grant' | 'keep'> {
  key: string;
  /** See AccountRequest. */
  expected?: readonly Expected[] | undefined;
  list?: boolean | undefined;
}

/** A sign-in with a password. See signInWith. */
export async function signIn(
  request: AccountRequest,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: Told<AccountAnswer>; cookie: string }> {
  const { account = newAccountId(), keep, expected, list, pin, ...settings } = request;
  const maildrop = { ...settings, ...(pin !== undefined && { pin }) };
  return signInWith({ account, key: newKey(), maildrop, keep, expected, list }, environment, signal);
}

/**
 * A sign-in within the limits on attempts: see attempts.ts.
 *
 * @throws BridgeFailure `too_soon` when there were too many, else with the step that failed.
 */
export async function signInWith(
  entrance: Entrance,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: Told<AccountAnswer>; cookie: string }> {
  const { counters, limits, config, client } = environment;
  const { host, username } = entrance.maildrop;
  environment.line.concerns(host);
  const rules = { attempts: limits.attempts, secrets: config.secrets };
  const attempt = await beginAttempt({ client, host, username }, counters, rules);
  if ('retryAfter' in attempt) throw new BridgeFailure({ ...tooMany, retryAfter: attempt.retryAfter });
  try {
    const outcome = await trySignIn(entrance, environment, signal);
    await attempt.succeeded();
    return outcome;
  } catch (error) {
    // The bridge's own limits, and what it never tries: nobody has guessed anything.
    const own =
      error instanceof BridgeFailure &&
      (ownLimits.has(error.problem) || error.problem.code === 'plaintext_refused');
    if (own) await attempt.withdrawn();
    else if (error instanceof BridgeFailure && beforeLogin.has(error.problem.step)) await attempt.unproved();
    throw error;
  }
}

/** Of a provider's sign-in: there is nothing that its user could make shorter. */
export const tokenTooLong = problemOf('provider_failed', {
  said: 'The token is too long for a cookie (4,096 bytes).',
});

const ownLimits: ReadonlySet<Problem> = new Set([noPlace, manyNames, manyListings]);

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
  entrance: Entrance,
  environment: Ground,
  signal: AbortSignal,
): Promise<{ answer: Told<AccountAnswer>; cookie: string }> {
  const { account, key, maildrop, grant, keep, expected = [], list = false } = entrance;
  const lifetime = new Lifetime(signal);
  const open = await openMaildrop(maildrop, null, lifetime, environment);
  lifetime.phase(environment.limits.listingMs);
  const { server, held } = await tryMailbox(open, expected);
  const wanted = list && server.uidl && held.count <= environment.limits.signInListing;
  const listing = wanted ? await quickListing(open, held, lifetime, environment) : null;
  // What moved was looked at by TOP, after which some servers cut what they hand over.
  if (listing && listing.entries.length > 0 && expected.length === 0)
    await leaveOpen({ ...open, server }, listing, { account, key, maildrop }, lifetime, environment);
  // Nothing was retrieved: nobody need wait for the farewell.
  else void open.quit();

  const since = Date.now();
  const expiresAt = expiryOf(keep, since);
  try {
    const cookie = await sealCookie(
      { account, maildrop, ...(grant && { grant }), server, keep, since, expiresAt },
      key,
      environment.config,
    );
    const { user: _, ...capabilities } = server;
    const log = environment.log.takeAll();
    const { steps } = open;
    return {
      answer: { account, key, capabilities, steps: steps.done, ...(listing && { listing }), log },
      cookie,
    };
  } catch (error) {
    if (!(error instanceof SealTooLong)) throw error;
    if (grant) throw new BridgeFailure(tokenTooLong);
    throw new BridgeFailure(
      problemOf('bad_request', {
        message: 'Server name, user name and password are too long together.',
        hint: 'A browser’s cookie has room for 4,096 bytes; choose a shorter password.',
      }),
    );
  }
}

/**
 * The last step: does the maildrop open, can its messages be told apart, and is it the one that is expected? By UIDL,
 * or else by their headers, which are enough to retrieve each once (see names.ts), and too little to compare maildrops.
 */
async function tryMailbox(
  { session, server, steps, drop }: OpenMaildrop,
  expected: readonly Expected[],
): Promise<{ server: KnownServer; held: Held }> {
  try {
    const held = await session.stat();
    const { count } = held;
    let { uidl, top } = server;
    if (!uidl) {
      // Not announced, or no CAPA at all: that says little, so it is tried.
      const refusal = await refused(session, count);
      uidl = refusal === null;
      if (refusal) {
        top ||= await shows(session, count);
        if (!top) throw refusal;
      }
    }
    if (expected.length > 0 && !(uidl && (await isSameMaildrop(session, count, expected))))
      throw new BridgeFailure(problemOf('other_maildrop', { step: 'mailbox' }));
    steps.finish();
    return { server: { ...server, uidl, top }, held };
  } catch (error) {
    drop();
    const problem =
      error instanceof Pop3Refusal && error.command === 'UIDL'
        ? problemOf('uidl_missing', { step: 'mailbox', said: error.said })
        : toProblem(error, 'mailbox');
    throw new BridgeFailure(problem, steps.done);
  }
}

/**
 * What is in the maildrop, while its session is open. Null: it took too long, or failed. The sign-in has succeeded all
 * the same, and what is wrong with the listing is told by the first check.
 */
async function quickListing(
  { session, drop }: OpenMaildrop,
  held: Held,
  lifetime: Lifetime,
  { limits }: Ground,
): Promise<ListingAnswer | null> {
  lifetime.phase(limits.signInListingMs);
  try {
    return await listEverything(session, held);
  } catch (error) {
    drop();
    if (error instanceof RequestGone) throw error;
    return null;
  }
}

/** Why the server names no messages; null when it does. */
async function refused(session: Pop3Session, count: number): Promise<Pop3Refusal | null> {
  try {
    const [name] =
      count > 0
        ? await session.uidlOf([count], { pipelining: false })
        : await session.uidl(uidlLinesOfEmptyMaildrop);
    return name instanceof Pop3Refusal ? name : null;
  } catch (error) {
    if (error instanceof Pop3Refusal) return error;
    throw error;
  }
}

/** Whether TOP works although it was not announced; an empty maildrop cannot show it. */
async function shows(session: Pop3Session, count: number): Promise<boolean> {
  if (count === 0) return false;
  try {
    await session.top(count, 0, { data() {} });
    return true;
  } catch (error) {
    if (error instanceof Pop3Refusal) return false;
    throw error;
  }
}
