import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '@/lib/contract/fingerprint';
import type { ListingEntry } from '@/lib/contract/routes';
import type { LedgerEntry } from '@/lib/store/ledger';
import { newNames, recognise } from './recognise';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const letter = (change: (text: string) => string = (text) => text) =>
  change(
    'Return-Path: <x@y>\r\nMessage-ID: <1@a>\r\nDate: Mon, 2 Mar 2026 09:30:00 +0000\r\nFrom: Anna\r\n <anna@a>\r\nSubject: Lunch\r\n\r\nat noon\r\n',
  );
const printOf = (text: string) => fingerprintOf(bytes(text), text.length);

describe('the fingerprint', () => {
  it.each<[string, (text: string) => string]>([
    ['further fields', (t) => `Delivered-To: me\r\nX-UIDL: 7\r\n${t}`],
    ['a field less', (t) => t.replace(/^Return-Path.*\r\n/, '')],
    ['another folding', (t) => t.replace('\r\n <anna', ' <anna')],
    ['another spelling of field names', (t) => t.replace('Message-ID', 'Message-Id')],
  ])('survives %s', async (_, change) => {
    expect(await printOf(letter(change))).toBe(await printOf(letter()));
  });

  it.each<[string, (text: string) => string]>([
    ['Message-ID', (t) => t.replace('1@a', '2@a')],
    ['date', (t) => t.replace('09:30', '09:31')],
    ['sender', (t) => t.replace('anna@', 'bob@')],
    ['subject', (t) => t.replace('Lunch', 'Dinner')],
    ['body', (t) => `${t}or at one\r\n`],
  ])('is another one with another %s', async (_, change) => {
    expect(await printOf(letter(change))).not.toBe(await printOf(letter()));
  });

  it('is made of the header and the octets alone: TOP and LIST will do', async () => {
    const whole = letter();
    const top = whole.slice(0, whole.indexOf('\r\n\r\n') + 4);
    expect(await fingerprintOf(bytes(top), whole.length)).toBe(await printOf(whole));
    expect(await printOf(whole)).toMatch(/^[\w-]{16}$/);
  });

  it('is none without a Message-ID, or without the header’s end', async () => {
    expect(await printOf(letter((t) => t.replace(/Message-ID.*\r\n/, '')))).toBe('');
    expect(await printOf('Message-ID: <1@a>\r\nSubject: x\r\n')).toBe('');
  });
});

const absent = (uidl: string, fingerprint: string) => ({ uidl, fingerprint, headers: false }) as LedgerEntry;

describe('new names', () => {
  it('pair each stored message with one listed one', () => {
    const found = ['p', 'p', 'p', 'q', ''].map((print, n) => ({ uidl: `n${n + 1}`, listed: n, print }));
    const stored = [absent('o1', 'p'), absent('o2', 'p'), absent('o3', 'r'), absent('o4', '')];
    expect([...newNames(found, stored)]).toEqual([
      ['o1', { uidl: 'n1', listed: 0 }],
      ['o2', { uidl: 'n2', listed: 1 }],
    ]);
  });

  const server = (count: number) => {
    const texts = new Map(
      Array.from({ length: count }, (_, n) => [`n${n}`, letter((t) => t.replace('1@a', `${n}@a`))]),
    );
    const entries = [...texts].map(([uidl, text], n): ListingEntry => [n + 1, uidl, text.length]);
    const asked: string[][] = [];
    const headersOf = async (some: readonly ListingEntry[]) => {
      asked.push(some.map(([, uidl]) => uidl));
      return new Map(some.map(([, uidl]) => [uidl, bytes(texts.get(uidl) ?? '')]));
    };
    return { texts, entries, asked, headersOf };
  };

  it('are looked for among the ten newest first, and then among all', async () => {
    const { texts, entries, asked, headersOf } = server(30);
    const stored = await Promise.all(
      [...texts].map(async ([uidl, text]) => absent(`old ${uidl}`, await printOf(text))),
    );
    const names = await recognise(entries, stored, headersOf);
    expect(names?.size).toBe(30);
    for (const [old, name] of names ?? []) expect(old).toBe(`old ${name.uidl}`);
    expect(asked.map((some) => some.length)).toEqual([10, 20]);
    expect(asked[0]?.[0]).toBe('n29');
  });

  it('are not looked for any further where none of the newest is known', async () => {
    const { entries, asked, headersOf } = server(30);
    expect(await recognise(entries, [absent('o', 'print of another')], headersOf)).toEqual(new Map());
    expect(asked).toHaveLength(1);
  });

  it('are not known where the server shows no header', async () => {
    const { entries } = server(3);
    expect(await recognise(entries, [absent('o', 'p')], async () => new Map())).toBeNull();
  });
});
