import 'server-only';
import { createHash } from 'node:crypto';
import type { MessagesRequest } from '@/lib/contract/routes';
import type { Ground } from './environment';
import type { Lead } from './lifetime';
import type { StreamPace } from './pace';

/** A request for messages, as the session meets it that goes on for it. */
export interface Asked {
  signal: AbortSignal;
  lead: Lead | null;
  body: MessagesRequest;
  environment: Ground;
  pace: StreamPace;
}

/** A session that its sign-in has left open; what it is made of is known to the bundle that opened it alone. */
export interface LeftOpen {
  /** Names its maildrop: see leaseKey. */
  lease: string;
  /** Streams what is wanted. Null: it could not, and is over. */
  goOn(asked: Asked): Promise<ReadableStream<Uint8Array> | null>;
  /** Ends it by QUIT; its maildrop is free once that is answered. */
  end(): void;
}

/**
 * Where sessions of sign-ins wait for the first messages to be asked for. On globalThis, which all routes of a process
 * share. By their owners: K is new with every sign-in, so that whoever has another one, of the same account or maildrop
 * even, goes past it.
 */
const shared = globalThis as typeof globalThis & { postbagLeftOpen?: Map<string, LeftOpen> };

function waiting(): Map<string, LeftOpen> {
  shared.postbagLeftOpen ??= new Map();
  return shared.postbagLeftOpen;
}

/** Who has K of this account; K itself is kept by nobody here. */
const ownerOf = ({ account, key }: Owner) =>
  createHash('sha256').update(`${account} ${key}`).digest('base64');

/** An account, and its K. */
export interface Owner {
  account: string;
  key: string;
}

/** Waits from now on. The answer takes it out. */
export function wait(owner: Owner, session: LeftOpen): () => void {
  const name = ownerOf(owner);
  waiting().set(name, session);
  return () => void waiting().delete(name);
}

/** The messages from the session that this account's sign-in has left open; null: there is none (any more). */
export async function goOn(owner: Owner, asked: Asked): Promise<ReadableStream<Uint8Array> | null> {
  return (await waiting().get(ownerOf(owner))?.goOn(asked)) ?? null;
}

/** Somebody else wants the maildrop, or its owner something else than messages: nobody waits for our own session. */
export function endLeftOpen(lease: string): void {
  for (const session of waiting().values()) if (session.lease === lease) session.end();
}

/** On the way down. */
export function endEveryLeftOpen(): void {
  for (const session of waiting().values()) session.end();
}
