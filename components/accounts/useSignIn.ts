'use client';

import { useEffect, useRef, useState } from 'react';
import { sync } from '@/components/status/useSync';
import { maxExpected } from '@/lib/contract/constants';
import type { OauthProvider } from '@/lib/contract/oauth';
import type { AccountAnswer, AccountRequest, StepTiming, Told } from '@/lib/contract/routes';
import type { LogEntry } from '@/lib/contract/sessionLog';
import { addAccount, listAccounts, updateAccount } from '@/lib/store/accounts';
import { type LedgerEntry, readLedger } from '@/lib/store/ledger';
import type { AccountRecord } from '@/lib/store/records/account';
import { beginOauth, codeOf, finishOauth, note, signIn } from '@/lib/sync/bridge';
import { BridgeProblem } from '@/lib/sync/call';
import type { Trouble } from '@/lib/sync/status';
import { keepConsent, type PendingConsent } from './pendingConsent';

/** What the form holds when it is complete. */
export interface SignInValues extends Omit<AccountRequest, 'account' | 'expected'> {
  address: string;
  /** The person says that it is the same mailbox, though the server holds none of its mail. */
  moved?: boolean;
}

export type SignInState =
  | { phase: 'idle' }
  | { phase: 'working'; values: SignInValues }
  | { phase: 'failed'; values: SignInValues; steps: StepTiming[]; problem: Trouble; log: LogEntry[] }
  | { phase: 'unsaved'; error: Error };

/** Beyond about 170 cookies browsers drop some without a word, and each account has one. */
export const maxAccounts = 100;

/** Signs in, saves the account here, asks for lasting storage and for the first mail. */
export function useSignIn(again: AccountRecord | null, onDone: () => void) {
  const [state, setState] = useState<SignInState>({ phase: 'idle' });
  const mounted = useRef(false);
  useEffect(() => {
    mounted.current = true;
    return () => {
      mounted.current = false;
    };
  }, []);

  /** Runs a sign-in to its end; `work` gives the account's id. */
  const attempt = async (values: SignInValues, work: (accounts: AccountRecord[]) => Promise<string>) => {
    setState({ phase: 'working', values });
    try {
      const id = await work(await listAccounts());
      // Asked while the person is doing something that shows that they mean to stay; the answer changes nothing here.
      void navigator.storage?.persist?.().catch(() => false);
      sync()?.check(id);
      // Whoever has left the form meanwhile is somewhere else by now.
      if (mounted.current) onDone();
    } catch (error) {
      if (error instanceof BridgeProblem) {
        const { steps, problem, log } = error;
        setState({ phase: 'failed', values, steps, problem, log });
      } else {
        setState({ phase: 'unsaved', error: error instanceof Error ? error : new Error(String(error)) });
      }
    }
  };
  const knownOf = (accounts: AccountRecord[], values: SignInValues) =>
    again ?? accounts.find((account) => isSame(account, values)) ?? null;
  const submit = (values: SignInValues) =>
    attempt(values, (accounts) => signInAndSave(values, knownOf(accounts, values), accounts));
  const leave = async (values: SignInValues, provider: OauthProvider) => {
    setState({ phase: 'working', values });
    try {
      const known = knownOf(await listAccounts(), values);
      location.assign(await goToProvider(values, provider, known?.id));
    } catch (error) {
      if (!(error instanceof BridgeProblem)) throw error;
      setState({ phase: 'failed', values, steps: [], problem: error.problem, log: [] });
    }
  };
  const comeBack = (pending: PendingConsent | 'lost') => {
    const values = pending === 'lost' ? noValues : { ...pending, password: '' };
    return attempt(values, async (accounts) => {
      if (pending === 'lost') throw lostConsent();
      return finishAndSave(pending, knownOf(accounts, values), accounts);
    });
  };

  return {
    state,
    submit: (values: SignInValues) => void submit(values),
    /** To the provider's own page. The page that comes back goes on with `comeBack`. */
    leave: (values: SignInValues, provider: OauthProvider) => void leave(values, provider),
    comeBack: (pending: PendingConsent | 'lost') => void comeBack(pending),
    reset: () => setState({ phase: 'idle' }),
  };
}

const noValues: SignInValues = {
  address: '',
  username: '',
  password: '',
  host: '',
  port: 0,
  security: 'tls',
  keep: true,
};

const lostConsent = () =>
  new BridgeProblem({
    code: 'consent_lost',
    message: 'The sign-in was begun elsewhere.',
    hint: 'Begin again.',
  });

/** @returns the address of the provider's page */
async function goToProvider(
  { address, username, host, port, security, keep, moved = false }: SignInValues,
  { id, name }: OauthProvider,
  account: string | undefined,
): Promise<string> {
  // providerOf offers nobody for it.
  if (security === 'none') throw new Error('tokens are for TLS alone');
  const request = { username, host, port, security, keep, ...(account !== undefined && { account }) };
  const begunAt = Date.now();
  const { key, url } = await beginOauth({ ...request, provider: id });
  keepConsent({ ...request, key, address, provider: { id, name }, moved, begunAt });
  return url;
}

async function finishAndSave(
  pending: PendingConsent,
  known: AccountRecord | null,
  accounts: AccountRecord[],
): Promise<string> {
  const { key, moved, begunAt } = pending;
  const expected = known && !moved ? expectedOf(known, pending, (await readLedger(known.id)).values()) : [];
  const answer = await finishOauth(key, { expected }).catch((error: unknown) => {
    if (known && error instanceof BridgeProblem) note(known.id, 'sign-in', begunAt, codeOf(error), error.log);
    throw error;
  });
  return saveAnswer(answer, pending, known, accounts, begunAt);
}

/**
 * Of the account's stored messages those by which the bridge recognises the maildrop: the newest that should still be
 * there, with their sizes by LIST. None where server and user are what they were, since then it is the same one.
 */
export function expectedOf(
  again: Pick<AccountRecord, 'host' | 'username'>,
  values: Pick<SignInValues, 'host' | 'username'>,
  ledger: Iterable<Pick<LedgerEntry, 'uidl' | 'gone' | 'listed' | 'date' | 'fingerprint'>>,
): NonNullable<AccountRequest['expected']> {
  if (isSame(again, values)) return [];
  return [...ledger]
    .filter(({ gone, listed }) => gone === 0 && listed >= 0)
    .sort((a, b) => b.date - a.date)
    .slice(0, maxExpected)
    .map(({ uidl, listed, fingerprint }) => ({ uidl, octets: listed, fingerprint }));
}

/** The same maildrop: signing in again must not make a second account of it. */
export function isSame(
  account: Pick<AccountRecord, 'host' | 'username'>,
  { host, username }: Pick<SignInValues, 'host' | 'username'>,
): boolean {
  return account.host.toLowerCase() === host.toLowerCase() && account.username === username;
}

async function signInAndSave(
  values: SignInValues,
  known: AccountRecord | null,
  accounts: AccountRecord[],
): Promise<string> {
  const { address: _, moved = false, ...request } = values;
  const expected = known && !moved ? expectedOf(known, request, (await readLedger(known.id)).values()) : [];
  const at = Date.now();
  const answer = await signIn({
    ...request,
    ...(known ? { account: known.id } : { list: true }),
    ...(expected.length > 0 && { expected }),
  }).catch((error: unknown) => {
    if (known && error instanceof BridgeProblem) note(known.id, 'sign-in', at, codeOf(error), error.log);
    throw error;
  });
  return saveAnswer(answer, values, known, accounts, at);
}

/**
 * Writes down who has signed in: a known account with its new settings, or a new one.
 * @param at when it was begun, ms since 1970
 * @returns its id
 */
export async function saveAnswer(
  answer: Told<AccountAnswer>,
  { address, ...request }: Omit<SignInValues, 'password'> & { provider?: AccountRecord['provider'] },
  known: AccountRecord | null,
  accounts: AccountRecord[],
  at: number,
): Promise<string> {
  const { username, host, port, security, keep, pin, provider } = request;
  const settings = {
    username,
    host,
    port,
    security,
    keep,
    key: answer.key,
    capabilities: answer.capabilities,
    provider,
  };
  if (known && known.id === answer.account) {
    // Another server is looked at afresh: neither the last sight of the old one counts, nor what it could not bear.
    const fresh = isSame(known, request)
      ? {}
      : { seen: null, listedAt: null, sequential: false, card: undefined };
    await updateAccount(known.id, { ...settings, ...fresh, pin });
    note(known.id, 'sign-in', at, null, answer.log);
  } else {
    const record: AccountRecord = {
      ...settings,
      ...(pin !== undefined && { pin }),
      id: answer.account,
      address,
      name: address,
      colour: freeColour(accounts),
      addedAt: Date.now(),
      seen: null,
      listedAt: null,
      checkedAt: null,
    };
    if (answer.listing) sync()?.listed(answer.account, answer.listing);
    await addAccount(record, {
      account: answer.account,
      purpose: 'sign-in',
      at,
      code: null,
      entries: answer.log,
    });
  }
  return answer.account;
}

function freeColour(accounts: AccountRecord[]): number {
  const taken = new Set(accounts.map(({ colour }) => colour));
  const free = [0, 1, 2, 3, 4, 5, 6, 7].find((colour) => !taken.has(colour));
  return free ?? accounts.length % 8;
}
