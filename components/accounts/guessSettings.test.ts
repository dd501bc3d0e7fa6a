import { expect, test } from 'vitest';
import { domainOf, guessSettings } from './guessSettings';

test('an address names its server', () => {
  expect(guessSettings(' ada@lindgren.example ')).toEqual({
    username: 'ada@lindgren.example',
    host: 'pop.lindgren.example',
    port: 995,
    security: 'tls',
  });
  expect(guessSettings('a@constructor.toString')?.host).toBe('pop.constructor.tostring');
});

test.each(['', 'ada', 'ada@', 'ada@lindgren', 'ada@lindgren.', '@x.example', 'a b@x.example', 'a@x..'])(
  '%j is not complete',
  (address) => {
    expect(guessSettings(address)).toBeNull();
  },
);

test('the last @ divides', () => {
  expect(domainOf('odd@name@x.example')).toBe('x.example');
  expect(domainOf('someone@localhost')).toBe('localhost');
});
