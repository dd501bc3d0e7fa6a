import { expect, test } from 'vitest';
import type { DiscoveryAnswer } from '@/lib/contract/discovery';
import { problemsOf, valuesOf } from './useAccountForm';

const good = { address: 'a@x.example', password: 'p', username: 'a', host: 'pop.x.example', port: '995' };

test('complete values have no problems', () => {
  expect(problemsOf(good)).toEqual({});
});

test('each field says what is wrong with it', () => {
  expect(problemsOf({ address: ' ', password: '', username: ' ', host: '', port: '' })).toEqual({
    address: 'missingAddress',
    password: 'missingPassword',
    username: 'missingUsername',
    host: 'missingHost',
    port: 'badPort',
  });
  expect(problemsOf({ ...good, address: 'ada' })).toEqual({ address: 'badAddress' });
  for (const port of ['0', '65536', '99x', '-1', '1e3']) {
    expect(problemsOf({ ...good, port })).toEqual({ port: 'badPort' });
  }
});

const found: DiscoveryAnswer = {
  provider: null,
  searched: true,
  found: [
    {
      incoming: { host: 'mx.y.example', port: 1995, security: 'tls', username: 'ada' },
      outgoing: null,
      source: 'srv',
      from: 'x.example',
    },
  ],
};
const typed = { address: 'ada@x.example', password: 'p', keep: true };

test('what was found stands over the guess, and what was typed over both', () => {
  expect(valuesOf(typed, null)).toMatchObject({
    host: 'pop.x.example',
    port: '995',
    username: 'ada@x.example',
  });
  expect(valuesOf(typed, found)).toMatchObject({ host: 'mx.y.example', port: '1995', username: 'ada' });
  expect(valuesOf({ ...typed, username: 'other' }, found)).toMatchObject({
    host: 'mx.y.example',
    username: 'other',
  });
  expect(valuesOf({ ...typed, security: 'starttls' }, found)).toMatchObject({
    port: '110',
    security: 'starttls',
  });
  expect(valuesOf(typed, { ...found, found: [] })).toMatchObject({ host: 'pop.x.example' });
});
