import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { text } from '@/e2e/support/testBridge';
import { type Frame, FrameWriter } from '@/lib/contract/frames';
import { BridgeProblem } from './call';
import { MessageUnfit } from './messageUnfit';
import { type Retrieval, type RetrievalDelegate, retrieve } from './retrieve';
import { troubleOf } from './troubles';

const session = 'session-of-the-test-000';

let stored: string[];
let receipts: string[][];
let delegate: RetrievalDelegate;

beforeEach(() => {
  stored = [];
  receipts = [];
  delegate = {
    commit: async (_pack, messages) => {
      const names = messages.map(({ uidl }) => uidl);
      stored.push(...names);
      return names;
    },
    settle: async (_session, uidls) => {
      receipts.push([...uidls]);
    },
    arrived: () => {},
    stored: () => {},
  };
});

afterEach(() => {
  vi.useRealTimers();
});

/** A bridge whose words the test says one by one. */
function bridge() {
  let controller: ReadableStreamDefaultController<Uint8Array> | undefined;
  let cancelled = false;
  const stream = new ReadableStream<Uint8Array>({
    start(given) {
      controller = given;
    },
    cancel() {
      cancelled = true;
    },
  });
  const writer = new FrameWriter((chunk) => controller?.enqueue(chunk));
  return {
    stream,
    get cancelled() {
      return cancelled;
    },
    say(...frames: Frame[]) {
      for (const frame of frames) writer.frame(frame);
      writer.flush();
    },
    message(uidl: string, body = `Subject: ${uidl}\r\n\r\n`) {
      const bytes = text(body);
      writer.frame({ kind: 'begin', uidl, octets: bytes.length });
      writer.data(bytes);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      writer.frame({ kind: 'end', octets: bytes.length, sha256 });
      writer.flush();
    },
    hangUp: () => controller?.close(),
  };
}

const codeOf = ({ failure }: Retrieval) =>
  failure?.error instanceof BridgeProblem ? failure.error.problem.code : failure && String(failure.error);

it('sends the receipt only when every message is on the disk', async () => {
  const server = bridge();
  const order: string[] = [];
  delegate.commit = async (_pack, messages) => {
    order.push(...messages.map(({ uidl }) => `commit ${uidl}`));
    return messages.map(({ uidl }) => uidl);
  };
  delegate.settle = async (_session, uidls) => {
    order.push(`receipt for ${uidls}`);
    server.say({ kind: 'done', outcome: 'quit' });
  };
  server.message('u2');
  server.message('u1');
  server.say({ kind: 'settle', session });
  const { failure } = await retrieve(server.stream, delegate);
  expect(failure).toBeNull();
  expect(order.slice(0, 2).sort()).toEqual(['commit u1', 'commit u2']);
  expect(order[2]).toBe('receipt for u2,u1');
});

it('sends no receipt when the disk refuses, and hangs up', async () => {
  const server = bridge();
  delegate.commit = () => Promise.reject(new Error('no room'));
  server.message('u1');
  server.say({ kind: 'settle', session });
  const result = await retrieve(server.stream, delegate);
  expect(codeOf(result)).toBe('Error: no room');
  expect(receipts).toEqual([]);
  expect(server.cancelled).toBe(true);
});

it('a problem ends it: what was complete is kept, what was arriving is suspected', async () => {
  const server = bridge();
  server.message('u2');
  server.say(
    { kind: 'begin', uidl: 'u1', octets: 100 },
    { kind: 'problem', problem: { code: 'connection_lost', message: 'lost', hint: 'wait' } },
  );
  const result = await retrieve(server.stream, delegate);
  expect(codeOf(result)).toBe('connection_lost');
  expect(result.failure?.suspect).toBe('u1');
  expect(stored).toEqual(['u2']);
});

it('a stream that ends without its last frame was broken off', async () => {
  const server = bridge();
  server.message('u1');
  server.hangUp();
  const result = await retrieve(server.stream, delegate);
  expect(codeOf(result)).toBe('unreachable_bridge');
  expect(result.stored).toEqual(['u1']);
});

it.each([
  ['an empty answer', (server: ReturnType<typeof bridge>) => server.hangUp()],
  [
    'a message that is shorter than its end says',
    (server: ReturnType<typeof bridge>) =>
      server.say(
        { kind: 'begin', uidl: 'u1', octets: 3 },
        { kind: 'end', octets: 3, sha256: '0'.repeat(64) },
      ),
  ],
])('%s is a failure and stores nothing', async (_name, misbehave) => {
  const server = bridge();
  misbehave(server);
  const result = await retrieve(server.stream, delegate);
  expect(result.failure).not.toBeNull();
  expect(stored).toEqual([]);
});

it('a stream that a frozen tab left behind is given up after 20 seconds of silence; a sign of life counts', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const server = bridge();
  const over = vi.fn();
  server.message('u1');
  const result = retrieve(server.stream, delegate).finally(over);
  await vi.waitFor(() => expect(stored).toEqual(['u1']), 10_000);
  await vi.advanceTimersByTimeAsync(19_000);
  server.say({ kind: 'alive' });
  await vi.advanceTimersByTimeAsync(19_000);
  expect(over).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1_001);
  expect(codeOf(await result)).toBe('unreachable_bridge');
  expect(server.cancelled).toBe(true);
});

it('a message that is larger than was announced, and than this device takes, is blamed itself', async () => {
  const server = bridge();
  delegate.arrived = () => {
    throw new MessageUnfit('u1', 'the message is larger than this device takes');
  };
  server.message('u1');
  const result = await retrieve(server.stream, delegate);
  expect(result.failure?.suspect).toBe('u1');
  expect(result.failure && troubleOf(result.failure.error).code).toBe('protocol_error');
});
