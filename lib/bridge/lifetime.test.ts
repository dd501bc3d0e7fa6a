import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { goneSignal, type Lead, Lifetime } from './lifetime';
import { RequestGone } from './transport';

it('that the browser has gone is heard although nobody holds the request any more', async () => {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const browser = new AbortController();
  const signal = (() =>
    goneSignal(new Request('http://localhost/', { method: 'POST', body: '{}', signal: browser.signal })))();
  // A turn of the loop in between, so that nothing of the call above is left on the stack.
  for (let turn = 0; turn < 3; turn += 1) {
    await new Promise((resolve) => setImmediate(resolve));
    collect();
  }
  browser.abort();
  expect(signal.aborted).toBe(true);
});

it('for a newer leader what older ones of the same owner left ends, and nothing of anybody else', () => {
  const request = new AbortController().signal;
  const living = (lead: Lead | null) => new Lifetime(request, lead);
  const older = living({ owner: 'ada', epoch: 7 });
  const streaming = living({ owner: 'ada', epoch: 7 });
  let gaveUp = 0;
  streaming.yields = () => {
    gaveUp += 1;
  };
  const others = [
    living({ owner: 'ada', epoch: 9 }),
    living({ owner: 'ada', epoch: 8 }),
    living({ owner: 'bob', epoch: 1 }),
    living(null),
  ];
  const newest = living({ owner: 'ada', epoch: 8 });
  expect(older.signal.reason).toBeInstanceOf(RequestGone);
  expect(gaveUp).toBeGreaterThan(0);
  for (const { signal } of [...others, newest]) expect(signal.aborted).toBe(false);
  for (const each of [streaming, ...others, newest]) each.release();
});
