/**
 * Passes one large message on to a hash: `memory.mjs engine|bridge PORT`, forked. Says `idle` when it is logged in,
 * waits to be told to go, says `passed` with octets and SHA-256.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { Lifetime } from '@/lib/bridge/lifetime';
import { limits } from '@/lib/bridge/limits';
import { StreamPace } from '@/lib/bridge/pace';
import { Steps } from '@/lib/bridge/pop3';
import { retrieve } from '@/lib/bridge/retrieve';
import { SessionLog } from '@/lib/bridge/sessionLog';
import { settle } from '@/lib/bridge/settlement';
import { FrameReader } from '@/lib/contract/frames';
import { Pop3Session } from '@/lib/pop3/session';
import { socketWire } from '../../../support/socketWire';

const [way, port] = process.argv.slice(2);
const session = await Pop3Session.open(await socketWire({ host: '127.0.0.1', port: Number(port) }));
const capabilities = await session.capa();
await session.login({ username: 'alice', password: 's3cret' }, capabilities, { tls: true });
const hash = createHash('sha256');
let octets = 0;
const data = (bytes: Uint8Array) => {
  hash.update(bytes);
  octets += bytes.length;
};

process.send?.({ word: 'idle' });
await once(process, 'message');
if (way === 'bridge') await throughBridge();
else await session.retrieve([1], { begin() {}, data, end() {}, refused() {} }, { pipelining: true });
process.send?.({ word: 'passed', value: { octets, sha256: hash.digest('hex') } });
await once(process, 'message');

async function throughBridge(): Promise<void> {
  const lifetime = new Lifetime(new AbortController().signal);
  const pipelining = capabilities?.pipelining ?? false;
  const nothing = { uidl: true, top: true, sasl: [], loginDelay: null, expire: null, user: true };
  const stream = retrieve({
    open: {
      session,
      server: { ...nothing, pipelining },
      steps: new Steps(),
      lease: '',
      room: { giveBack() {}, handOver: () => () => {} },
      quit: async () => 'agreed',
      drop: () => session.close(),
      quiet: () => true,
      moveTo() {},
    },
    wanted: [{ number: 1, uidl: 'uidl-1', octets: 1 }],
    account: 'memory',
    lifetime,
    log: new SessionLog(),
    line: { streams: false, write() {} },
    pace: new StreamPace(limits.roomMs),
    limits: { ...limits, messageOctets: Number.MAX_SAFE_INTEGER },
  });
  const reader = new FrameReader({
    data,
    frame(frame) {
      if (frame.kind === 'settle') settle(frame.session, 'memory', ['uidl-1']);
      if (frame.kind === 'problem' || frame.kind === 'missing') throw new Error(frame.problem.message);
    },
  });
  for await (const chunk of stream) reader.push(chunk);
  reader.end();
}
