import { afterEach, expect, it, vi } from 'vitest';
import { withAccount } from './accountLock';

afterEach(() => vi.unstubAllGlobals());

it('rounds share an account with each other, and an import shares it with nobody', async () => {
  const asked: [string, LockMode | undefined][] = [];
  const request = async (name: string, { mode }: LockOptions, work: () => Promise<unknown>) => {
    asked.push([name, mode]);
    return work();
  };
  vi.stubGlobal('navigator', { locks: { request } });
  expect(await withAccount('ada', 'shared', async () => 1)).toBe(1);
  expect(await withAccount('ada', 'exclusive', async () => 2, new AbortController().signal)).toBe(2);
  expect(asked).toEqual([
    ['postbag-account-ada', 'shared'],
    ['postbag-account-ada', 'exclusive'],
  ]);
});
