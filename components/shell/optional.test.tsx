import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import { loader, optional } from './optional';

test('what does not come is done without, and tried again the next time', async () => {
  let there = false;
  let loads = 0;
  const late = loader(async () => {
    loads += 1;
    if (!there) throw Object.assign(new Error('Failed to load chunk'), { name: 'ChunkLoadError' });
    return 'code';
  });
  expect(await late.load()).toBeNull();
  expect(late.loaded()).toBeNull();
  there = true;
  expect(await late.load()).toBe('code');
  expect(late.loaded()).toBe('code');
  await late.load();
  expect(loads).toBe(2);
});

test('until its code is there it is nothing', () => {
  const Dialog = optional(async () => () => <p>dialog</p>);
  expect(renderToString(<Dialog />)).toBe('');
});
