import { expect, test } from 'vitest';
import { problemsOf } from './useAccountForm';

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
