import { Pop3Refusal } from '@/lib/pop3/errors';
import { Pop3Session } from '@/lib/pop3/session';
import type { Account, RunningServer } from '../support/servers/server';
import { socketWire } from '../support/socketWire';
import { latin1 } from './compare';

export type Connection = 'plain' | 'STLS' | 'TLS';

/** A session in which nobody has logged in. */
export async function connect(server: RunningServer, connection: Connection): Promise<Pop3Session> {
  const { host, port, tlsPort, authority } = server;
  if (connection === 'plain') return Pop3Session.open(await socketWire({ host, port }));
  if (authority === null || tlsPort === null) throw new Error('This server has no TLS.');
  if (connection === 'TLS') return Pop3Session.open(await socketWire({ host, port: tlsPort, authority }));
  const session = await Pop3Session.open(await socketWire({ host, port, authority, startTls: true }));
  await session.stls();
  return session;
}

/** A session that is logged in, as the app would do it. */
export async function enter(
  server: RunningServer,
  { username, password }: Account,
  connection: Connection = 'plain',
): Promise<Pop3Session> {
  const session = await connect(server, connection);
  try {
    await session.login({ username, password }, await session.capa(), { tls: true });
    return session;
  } catch (error) {
    session.close();
    throw error;
  }
}

/** Logs in when the server has noticed that an earlier connection is gone, within 20 seconds. */
export async function enterAfterDrop(server: RunningServer, account: Account): Promise<Pop3Session> {
  for (const until = Date.now() + 20_000; ; ) {
    try {
      return await enter(server, account);
    } catch (error) {
      if (!(error instanceof Pop3Refusal) || Date.now() > until) throw error;
    }
  }
}

/** What is stored, when no more than `count` messages are left: some servers remove files after answering QUIT. */
export async function storedSoon(account: Account, count: number): Promise<Uint8Array[]> {
  for (const until = Date.now() + 5_000; ; ) {
    const stored = await account.stored();
    if (stored.length <= count || Date.now() > until) return stored;
  }
}

/** A refusal in a few words: its class, its command and its code. */
export function refusalWords(error: unknown): string {
  if (!(error instanceof Pop3Refusal)) throw error;
  return `${error.class} (${error.command}${error.responseCode === null ? '' : ` [${error.responseCode}]`})`;
}

/** Messages by number, octets as Latin-1. */
export async function retrieveAll(
  session: Pop3Session,
  numbers: readonly number[],
  pipelining: boolean,
): Promise<Map<number, string>> {
  const texts = new Map<number, string>();
  let parts: Uint8Array[] = [];
  const sink = {
    begin() {
      parts = [];
    },
    data(chunk: Uint8Array) {
      parts.push(chunk.slice());
    },
    end(number: number) {
      texts.set(number, latin1(Buffer.concat(parts)));
    },
    refused(_: number, refusal: Pop3Refusal) {
      throw refusal;
    },
  };
  await session.retrieve(numbers, sink, { pipelining });
  return texts;
}

export async function topOf(session: Pop3Session, number: number, lines: number): Promise<string> {
  const parts: Uint8Array[] = [];
  await session.top(number, lines, { data: (chunk) => void parts.push(chunk.slice()) });
  return latin1(Buffer.concat(parts));
}
