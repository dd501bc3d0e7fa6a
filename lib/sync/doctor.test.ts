import { afterEach, expect, it, vi } from 'vitest';
import type { DoctorEvent } from '@/lib/contract/doctor';
import { BridgeProblem } from './call';
import { examine, examineAccount } from './doctor';

const encoder = new TextEncoder();
const row = {
  kind: 'row',
  side: 'incoming',
  check: 'name',
  state: 'good',
  ms: 4,
  facts: { addresses: ['192.0.2.1'] },
};
const lines = `{"kind":"begin","side":"incoming","check":"name"}\n\n${JSON.stringify(row)}\n{"kind":"over"}\n`;
const settings = {
  username: 'ada',
  host: 'pop.x.example',
  port: 995,
  security: 'tls',
  password: null,
  outgoing: null,
} as const;

/** The network's edge: an answer in pieces of so many characters. */
function network(text: string, piece: number, status = 200) {
  const mock = vi.fn(async (_path: string, _init: RequestInit) => {
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        for (let at = 0; at < text.length; at += piece)
          controller.enqueue(encoder.encode(text.slice(at, at + piece)));
        controller.close();
      },
    });
    return new Response(body, { status });
  });
  vi.stubGlobal('fetch', mock);
  return mock;
}
afterEach(() => vi.unstubAllGlobals());

it.each([1, 7, 10_000])('tells each line once it is whole, in pieces of %d', async (piece) => {
  network(lines, piece);
  const told: DoctorEvent[] = [];
  await examine(settings, (event) => told.push(event), new AbortController().signal);
  expect(told).toEqual([{ kind: 'begin', side: 'incoming', check: 'name' }, row, { kind: 'over' }]);
});

it('an answer that ends before its end, and one that is none, are a bridge that was lost', async () => {
  for (const text of [lines.replace('{"kind":"over"}\n', ''), 'not JSON\n']) {
    network(text, 100);
    const error = await examine(settings, () => {}, new AbortController().signal).catch((reason) => reason);
    expect(error).toBeInstanceOf(BridgeProblem);
    expect(error.problem.code).toBe('unreachable_bridge');
  }
});

it('leaves out what this page does not know', async () => {
  network(`{"kind":"row","side":"incoming","check":"phase of the moon","state":"good"}\n${lines}`, 50);
  const told: DoctorEvent[] = [];
  await examine(settings, (event) => told.push(event), new AbortController().signal);
  expect(told).toHaveLength(3);
});

it('an account is examined with K, without a password', async () => {
  const fetched = network(lines, 100);
  await examineAccount(
    { id: 'a'.repeat(22), key: 'K' },
    { outgoing: null },
    () => {},
    new AbortController().signal,
  );
  const [path, init] = fetched.mock.calls[0] ?? [];
  expect(path).toBe(`/api/accounts/${'a'.repeat(22)}/doctor`);
  expect(init).toMatchObject({ headers: { 'x-postbag-key': 'K' }, body: '{"outgoing":null}' });
});
