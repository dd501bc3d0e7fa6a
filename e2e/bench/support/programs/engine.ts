/** The engine into a sink that counts octets: `node engine.mjs WISHES`, as one JSON object. Says an Account. */
import { createHash, type Hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Pop3Session } from '@/lib/pop3/session';
import { socketWire } from '../../../support/socketWire';
import type { Account, Maildrop } from '../maildrop';

export interface EngineWishes extends Pick<Maildrop, 'host' | 'port' | 'user' | 'password' | 'ca'> {
  /** 1: one command after another. */
  window?: number;
  /** Only every so manieth message. */
  every?: number;
  digests?: boolean;
}

const started = performance.now();
const wishes: EngineWishes = JSON.parse(process.argv[2] ?? '{}');
const { host, port, user, password, ca, every = 1 } = wishes;

let octets = 0;
let hash: Hash | null = null;
const digests: string[] = [];
const sink = {
  begin() {
    if (wishes.digests) hash = createHash('sha256');
  },
  data(chunk: Uint8Array) {
    octets += chunk.length;
    hash?.update(chunk);
  },
  end(number: number) {
    if (hash) digests[number - 1] = hash.digest('hex');
  },
  refused() {},
};

const session = await Pop3Session.open(
  await socketWire(ca === undefined ? { host, port } : { host, port, authority: readFileSync(ca, 'utf8') }),
);
const capabilities = await session.capa();
await session.login({ username: user, password }, capabilities, { tls: true });
const sizes = await session.list();
const newestFirst = sizes.map(({ number }) => number).reverse();
const first = performance.now();
const { retrieved } = await session.retrieve(
  newestFirst.filter((number) => number % every === 0),
  sink,
  {
    pipelining: capabilities?.pipelining ?? false,
    sizeOf: (number) => sizes[number - 1]?.octets,
    ...(wishes.window !== undefined && { window: wishes.window }),
  },
);
await session.quit();
const account: Account = {
  before: first - started,
  retrieval: performance.now() - first,
  messages: retrieved.length,
  octets,
  ...(wishes.digests && { digests }),
};
console.log(JSON.stringify(account));
