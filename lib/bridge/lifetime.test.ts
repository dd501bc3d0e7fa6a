import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { goneSignal } from './lifetime';

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
