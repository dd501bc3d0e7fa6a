import type { DiscoveryAnswer } from '@/lib/contract/discovery';
import type {
  OauthAnswer,
  OauthFinish,
  OauthProvider,
  OauthRequest,
  TokenAnswer,
} from '@/lib/contract/oauth';
import type {
  AccountAnswer,
  AccountRequest,
  DeletionsAnswer,
  DeletionsRequest,
  DemoAnswer,
  ImagesRequest,
  ListingAnswer,
  ListingRequest,
  MessagesRequest,
  SettlementAnswer,
  SettlementRequest,
  Told,
  UnsubscribeAnswer,
  UnsubscribeRequest,
} from '@/lib/contract/routes';
import { type LogEntry, toLogEntries } from '@/lib/contract/sessionLog';
import type { SessionRecord } from '@/lib/store/schema';
import { keepSession } from '@/lib/store/sessions';
import { BridgeProblem, call, json, patient, unreachable } from './call';

/** Who speaks: the account's id names the cookie's path, K opens what is sealed in it. */
export interface Credentials {
  id: string;
  key: string;
}

/** `POST /api/accounts`: connects and logs in; nothing is stored by the bridge. */
export async function signIn(request: AccountRequest): Promise<Told<AccountAnswer>> {
  const answer = await call('/api/accounts', { method: 'POST', body: request }, json<Told<AccountAnswer>>);
  return { ...answer, log: toLogEntries(answer.log) };
}

/** `GET /api/oauth/providers` */
export async function signInProviders(): Promise<OauthProvider[]> {
  return call('/api/oauth/providers', { method: 'GET' }, json<OauthProvider[]>);
}

/** `POST /api/oauth`: begins a sign-in at the provider's own page. */
export async function beginOauth(request: OauthRequest): Promise<OauthAnswer> {
  return call('/api/oauth', { method: 'POST', body: request }, json<OauthAnswer>);
}

/** `POST /api/oauth/finish`: with K of the beginning, back from the provider. */
export async function finishOauth(key: string, request: OauthFinish): Promise<Told<AccountAnswer>> {
  const answer = await call(
    '/api/oauth/finish',
    { method: 'POST', key, body: request },
    json<Told<AccountAnswer>>,
  );
  return { ...answer, log: toLogEntries(answer.log) };
}

/** `DELETE /api/accounts/{account}`: makes the browser forget the sealed session. */
export async function forget(account: { id: string; key: string | null }): Promise<void> {
  await call(
    `/api/accounts/${account.id}`,
    { method: 'DELETE', key: account.key ?? undefined },
    json<unknown>,
  );
}

/** The sample account, or null where the bridge is no demonstration. @throws BridgeProblem when it is out of reach */
export async function sampleAccount(): Promise<DemoAnswer | null> {
  return call('/api/demo', { method: 'GET' }, json<DemoAnswer | null>);
}

/** `POST /api/discovery`: nothing is stored by the bridge. */
export async function discover(address: string, signal: AbortSignal): Promise<DiscoveryAnswer> {
  return call('/api/discovery', { method: 'POST', body: { address }, signal }, json<DiscoveryAnswer>);
}

/** A route of one account. Where access that a provider gave has run out, it is renewed, and asked once more. */
export async function post<Answer>(
  account: Credentials,
  route: string,
  body: unknown,
  read: (response: Response, heard: () => void) => Promise<Answer>,
  signal?: AbortSignal,
): Promise<Answer> {
  const ask = () =>
    call(
      `/api/accounts/${account.id}/${route}`,
      { method: 'POST', key: account.key, body, ...(signal && { signal }) },
      read,
    );
  try {
    return await ask();
  } catch (error) {
    const code = error instanceof BridgeProblem ? error.problem.code : null;
    // Refused: it was withdrawn, which the renewal tells, or the server forgot it before its time.
    if (code !== 'token_expired' && code !== 'token_refused') throw error;
    await renewal(account);
    signal?.throwIfAborted();
    return ask();
  }
}

/** One at a time: providers that give a new refresh token each time take a second use of the old one for a theft. */
const renewals = new Map<string, Promise<unknown>>();

function renewal({ id, key }: Credentials): Promise<unknown> {
  const running = renewals.get(id);
  if (running) return running;
  const renewed = call(`/api/accounts/${id}/token`, { method: 'POST', key }, json<TokenAnswer>).finally(() =>
    renewals.delete(id),
  );
  renewals.set(id, renewed);
  return renewed;
}

/** `POST …/listing` */
export async function listing(
  account: Credentials,
  request: ListingRequest,
  signal: AbortSignal,
): Promise<ListingAnswer> {
  return told(account.id, 'listing', post(account, 'listing', request, patient<Told<ListingAnswer>>, signal));
}

/** `POST …/messages`: frames, see contract/frames. */
export async function messages(
  account: Credentials,
  request: MessagesRequest,
  signal: AbortSignal,
): Promise<ReadableStream<Uint8Array>> {
  const whole = async ({ body }: Response) => {
    if (!body) throw unreachable();
    return body;
  };
  const stream = post(account, 'messages', request, whole, signal);
  // Of a stream that begins, what the bridge did comes in the stream itself: see retrieve and readHeaders.
  return stream.catch((error: unknown) => {
    note(account.id, 'messages', Date.now(), codeOf(error), error instanceof BridgeProblem ? error.log : []);
    throw error;
  });
}

/** `POST …/settlement`: the receipt for what is committed here. */
export async function settle(
  account: Credentials,
  request: SettlementRequest,
  signal: AbortSignal,
): Promise<SettlementAnswer> {
  return post(account, 'settlement', request, json<SettlementAnswer>, signal);
}

/** `POST …/deletions`: deletes from the server what is proved to be stored. */
export async function remove(
  account: Credentials,
  request: DeletionsRequest,
  signal: AbortSignal,
): Promise<DeletionsAnswer> {
  return told(
    account.id,
    'deletions',
    post(account, 'deletions', request, patient<Told<DeletionsAnswer>>, signal),
  );
}

/** `POST …/images`: the octets of one picture of a message. */
export async function image(
  account: Credentials,
  request: ImagesRequest,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  return post(account, 'images', request, (response) => response.arrayBuffer(), signal);
}

/** `POST …/unsubscribe`: leaves a mailing list by one click. */
export async function unsubscribe(
  account: Credentials,
  request: UnsubscribeRequest,
): Promise<UnsubscribeAnswer> {
  return post(account, 'unsubscribe', request, json<UnsubscribeAnswer>);
}

/** Keeps what the bridge did for an account, and hands on the answer without it. */
async function told<Answer extends object>(
  account: string,
  purpose: SessionRecord['purpose'],
  asked: Promise<Told<Answer>>,
): Promise<Answer> {
  const at = Date.now();
  try {
    const { log, ...answer } = await asked;
    note(account, purpose, at, null, toLogEntries(log));
    return answer as unknown as Answer;
  } catch (error) {
    note(account, purpose, at, codeOf(error), error instanceof BridgeProblem ? error.log : []);
    throw error;
  }
}

/** Never waited for, and never a reason to fail: the mail matters, and this is told about it. */
export function note(
  account: string,
  purpose: SessionRecord['purpose'],
  at: number,
  code: string | null,
  entries: LogEntry[],
): void {
  if (entries.length > 0) void keepSession({ account, at, purpose, code, entries }).catch(() => {});
}

/** Why a session failed, in a word; null: it did not. */
export function codeOf(error: unknown): string | null {
  if (error === null) return null;
  return error instanceof BridgeProblem ? error.problem.code : 'stopped';
}
