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
    expect(unsubscribeOf([], found('pass'))).toBeNull();
  });

  it('by a page at a port of its own, which the bridge asks nothing', () => {
    const header = { name: 'List-Unsubscribe', value: '<mailto:a@x.example>, <https://x.example:8443/u>' };
    expect(unsubscribeOf([header, post, both], found('pass'))).toEqual({
      way: 'link',
      address: 'https://x.example:8443/u',
    });
  });

  it('by what two headers say together, and never by one click then', () => {
    const mail = header('List-Unsubscribe', '<mailto:leave@shop.example>');
    const page = header('List-Unsubscribe', '<https://shop.example/leave>');
    expect(unsubscribeOf([mail, page, post, both], found('pass'))).toEqual({
      way: 'link',
      address: 'https://shop.example/leave',
    });
    expect(unsubscribeOf([mail, mail, post, both], found('pass'))).toMatchObject({ way: 'mail' });
  });

  it.each([
    'http://kiln.example:99999/u',
    'http://[bad/u',
    'https://kiln.example:99999/u',
    'http:///',
    'https://',
  ])('not by %s, which no browser takes for an address', (address) => {
    const only = (value: string) => unsubscribeOf([header('List-Unsubscribe', value)], null);
    expect(only(`<${address}>`)).toBeNull();
    expect(only(`<${address}>, <mailto:a@x.example>`)).toMatchObject({ way: 'mail' });
  });

  it('leads on with an address that a browser takes', () => {
    expect(unsubscribeOf([header('List-Unsubscribe', '<HTTP://Shop.example/a\r\n b>')], null)).toEqual({
      way: 'link',
      address: 'http://shop.example/ab',
    });
  });
});
