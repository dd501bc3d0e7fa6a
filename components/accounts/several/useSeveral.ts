'use client';

import { useRef, useState } from 'react';
import { sync } from '@/components/status/useSync';
import type { OauthProvider } from '@/lib/contract/oauth';
import { listAccounts } from '@/lib/store/accounts';
import { discover, signIn } from '@/lib/sync/bridge';
import { BridgeProblem } from '@/lib/sync/call';
import type { Trouble } from '@/lib/sync/status';
import { guessSettings } from '../guessSettings';
import { providerOf } from '../useProvider';
import { isSame, maxAccounts, type SignInValues, saveAnswer } from '../useSignIn';
import type { ListedAccount } from './parseList';

export type RowState =
  | { phase: 'waiting' }
  | { phase: 'looking' }
  | { phase: 'signing'; host: string }
  | { phase: 'added'; host: string }
  | { phase: 'known' }
  | { phase: 'full' }
  | { phase: 'no-password'; host: string }
  /** Its server takes a sign-in at the provider's page alone, or better: one at a time. */
  | { phase: 'provider'; name: string }
  | { phase: 'no-pop3'; name: string }
  | { phase: 'failed'; host: string; port: number; problem: Trouble }
  | { phase: 'unsaved' };

/** Side by side: a bridge has some places for each network, and an own password mistyped in all rows must not lock it. */
const atOnce = 3;

const over: ReadonlySet<RowState['phase']> = new Set(['added', 'known', 'provider', 'no-pop3']);

/** Adds accounts of a list, few at a time. What has been added is not tried again; the rest may be, with other words. */
export function useSeveral(providers: readonly OauthProvider[]) {
  const [states, setStates] = useState<ReadonlyMap<string, RowState>>(new Map());
  const [working, setWorking] = useState(false);
  const current = useRef(states);

  const tell = (key: string, state: RowState) => {
    current.current = new Map(current.current).set(key, state);
    setStates(current.current);
  };

  const run = async (rows: readonly ListedAccount[], keep: boolean) => {
    const waiting = rows.filter((row) => !over.has(stateOf(current.current, row).phase));
    setWorking(true);
    let stopped: Trouble | null = null;
    const worker = async () => {
      for (let row = waiting.shift(); row; row = waiting.shift()) {
        const key = keyOf(row);
        // Whoever has to wait makes it longer by asking on.
        const outcome: RowState = stopped
          ? { phase: 'failed', host: row.host ?? '', port: row.port, problem: stopped }
          : await addOne(row, keep, providers, (state) => tell(key, state));
        tell(key, outcome);
        if (outcome.phase === 'failed' && stopsAll.has(outcome.problem.code)) stopped = outcome.problem;
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
    setWorking(false);
  };
  return { states, working, run: (rows: readonly ListedAccount[], keep: boolean) => void run(rows, keep) };
}

const stopsAll: ReadonlySet<string> = new Set(['too_soon', 'unreachable_bridge', 'shutting_down']);

/** The account of a line, whatever becomes of its password. */
export const keyOf = ({ address, host, username }: ListedAccount) =>
  JSON.stringify([address.toLowerCase(), host, username]);

export const stateOf = (states: ReadonlyMap<string, RowState>, row: ListedAccount): RowState =>
  states.get(keyOf(row)) ?? { phase: 'waiting' };

async function addOne(
  row: ListedAccount,
  keep: boolean,
  providers: readonly OauthProvider[],
  tell: (state: RowState) => void,
): Promise<RowState> {
  let host = row.host ?? '';
  let port = row.port;
  try {
    tell({ phase: 'looking' });
    const found = await settingsOf(row);
    if ('phase' in found) return found;
    const values: SignInValues = { ...found, address: row.address, password: row.password, keep };
    ({ host, port } = values);
    const provider = providerOf(providers, values);
    if (provider && row.password === '') return { phase: 'provider', name: provider.name };
    if (row.password === '') return { phase: 'no-password', host };
    const accounts = await listAccounts();
    if (accounts.some((account) => isSame(account, values))) return { phase: 'known' };
    if (accounts.length >= maxAccounts) return { phase: 'full' };
    tell({ phase: 'signing', host });
    const at = Date.now();
    const { address: _, ...request } = values;
    const answer = await signIn({ ...request, list: true });
    const id = await saveAnswer(answer, values, null, await listAccounts(), at);
    sync()?.check(id);
    return { phase: 'added', host };
  } catch (error) {
    if (error instanceof BridgeProblem) return { phase: 'failed', host, port, problem: error.problem };
    return { phase: 'unsaved' };
  }
}

type Settings = Pick<SignInValues, 'host' | 'port' | 'security' | 'username'>;

/** Those of the line, or what is found for its address, or the usual guess. */
async function settingsOf(row: ListedAccount): Promise<Settings | RowState> {
  const { address, host, port, security, username } = row;
  if (host !== null) return { host, port, security, username };
  // Without an answer there is the guess, as in the form for one account.
  const answer = await discover(address, new AbortController().signal).catch(() => null);
  const { provider, found = [] } = answer ?? {};
  if (provider?.needs.includes('no_pop3')) return { phase: 'no-pop3', name: provider.name };
  const settings = found[0]?.incoming ?? guessSettings(address);
  if (!settings) throw new Error('a line without an address is not tried');
  return {
    host: settings.host,
    port: settings.port,
    security: settings.security,
    // The address in its place is nobody's choice.
    username: username === address ? settings.username : username,
  };
}
