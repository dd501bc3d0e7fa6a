import { describe, expect, it } from 'vitest';
import type { Authentication } from './authentication';
import { unsubscribeOf } from './unsubscribe';

const header = (name: string, value: string) => ({ name, value });
const list = header('List-Unsubscribe', '<mailto:leave@shop.example>, <https://shop.example/leave?u=1>');
const post = header('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click');
const signature = (h: string, d = 'shop.example') =>
  header('DKIM-Signature', `v=1; d=${d};\r\n h=From:${h}; b=x`);
const both = signature('List-Unsubscribe:List-Unsubscribe-Post');
const found = (verdict: 'pass' | 'fail', domain = 'shop.example'): Authentication => ({
  server: 'mx.example',
  spf: null,
  dmarc: null,
  dkim: [{ verdict, domain }],
});

describe('leaving a list', () => {
  it('with one click, where a valid signature covers both headers', () => {
    expect(unsubscribeOf([list, post, both], found('pass'))).toEqual({
      way: 'oneClick',
      address: 'https://shop.example/leave?u=1',
    });
  });

  it.each([
    ['nobody checked the signature', [list, post, both], null],
    ['the signature is wrong', [list, post, both], found('fail')],
    ['another domain signed', [list, post, both], found('pass', 'other.example')],
    ['it does not cover the second header', [list, post, signature('List-Unsubscribe')], found('pass')],
    ['there is no second header', [list, both], found('pass')],
    [
      'the second header says something else',
      [list, header('List-Unsubscribe-Post', 'x'), both],
      found('pass'),
    ],
    [
      'one of two signatures of the domain is wrong',
      [list, post, both],
      { ...found('pass'), dkim: [...found('pass').dkim, ...found('fail').dkim] },
    ],
  ])('by a page where %s', (_, headers, authentication) => {
    expect(unsubscribeOf(headers, authentication)).toMatchObject({ way: 'link' });
  });

  it('by mail, or not at all', () => {
    const only = (value: string) =>
      unsubscribeOf([header('List-Unsubscribe', value), post, both], found('pass'));
    expect(only('<mailto:leave@shop.example?subject=leave>')).toMatchObject({ way: 'mail' });
    expect(only('<http://shop.example/leave>')).toMatchObject({ way: 'link' });
    for (const value of [
      '',
      '<javascript:alert(1)>',
      'https://shop.example/',
      '<data:text/html,x>',
      '<mailto:>',
    ]) {
      expect(only(value)).toBeNull();
    }
    expect(only('<https://a@shop.example:8443/>')).toBeNull();
    expect(unsubscribeOf([list, list, post, both], found('pass'))).toBeNull();
    expect(unsubscribeOf([], found('pass'))).toBeNull();
  });
});
