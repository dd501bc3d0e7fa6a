/** A mailbox on a running server. */
export interface Account {
  /** As one logs in with it: some servers want a domain. */
  username: string;
  password: string;
  /** Puts messages (lines ended by CRLF) into the empty maildrop, as a delivery agent would, the first as number 1. */
  fill(messages: readonly Uint8Array[]): Promise<void>;
  /** What lies in the maildrop, in the form in which it lies there and in the order in which it was filled. */
  stored(): Promise<Uint8Array[]>;
}

/** A real POP3 server on loopback, private to whoever started it. */
export interface RunningServer {
  host: '127.0.0.1';
  /** Plain POP3, with STLS where the server has it. */
  port: number;
  /** TLS from the first byte; null where the server has none. */
  tlsPort: number | null;
  /** The authority's certificate, PEM; null where the server has no TLS at all. */
  authority: string | null;
  alice: Account;
  bob: Account;
  /** What the programs have said so far. */
  log(): string;
  /** Resolves when all processes have ended and the folder is gone. */
  stop(): Promise<void>;
}

export interface Launcher {
  name: string;
  /** Why it cannot run on this machine, with the cure; null when it can. */
  unavailable(): string | null;
  start(): Promise<RunningServer>;
}

export const passwords = { alice: 's3cret alice', bob: 'b0b=s3cret' } as const;
export type UserName = keyof typeof passwords;
export const userNames: readonly UserName[] = ['alice', 'bob'];

/** For whom the server of a launcher serves what, once it runs. */
export function running(
  jail: Pick<RunningServer, 'log' | 'stop'>,
  ports: Pick<RunningServer, 'port' | 'tlsPort' | 'authority'>,
  account: (user: UserName) => Account,
): RunningServer {
  return {
    host: '127.0.0.1',
    ...ports,
    alice: account('alice'),
    bob: account('bob'),
    log: () => jail.log(),
    stop: () => jail.stop(),
  };
}
