import { describe, expect, it } from 'vitest';
import { classOfResponseCode, responseCodeOf } from './responseCodes';

describe('response codes', () => {
  it.each([
    [' [IN-USE] Do you have another POP session?', 'IN-USE'],
    [' [sys/temp] try later', 'SYS/TEMP'],
    ['[AUTH]', 'AUTH'],
    [' no code', null],
    [' not at the start [AUTH]', null],
    [' [] empty', null],
    [' [two words] no', null],
    [' [unclosed', null],
  ])('%j holds %s', (text, code) => {
    expect(responseCodeOf(text)).toBe(code);
  });

  it.each([
    ['AUTH', 'auth'],
    ['IN-USE', 'busy'],
    ['LOGIN-DELAY', 'delay'],
    ['SYS/TEMP', 'temporary'],
    ['SYS/PERM', 'permanent'],
    ['SYS/FOO', 'temporary'],
    ['SYS', 'temporary'],
    ['LOGIN-DELAY/900', 'delay'],
  ] as const)('%s means %s whatever stands otherwise', (code, meaning) => {
    expect(classOfResponseCode(code, 'permanent')).toBe(meaning);
    expect(classOfResponseCode(code, 'busy')).toBe(meaning);
  });

  it.each([null, 'UTF8', 'TOSTRING', '__PROTO__', 'constructor'])('%s says nothing', (code) => {
    expect(classOfResponseCode(code, 'temporary')).toBe('temporary');
  });
});
