import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeaderSplitter, headerForm, splitMessage } from './messageForm';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'latin1'));
const textOf = (octets: Uint8Array) => Buffer.from(octets).toString('latin1');
const formOf = (text: string) => textOf(headerForm(bytes(text)).octets);

describe('a header’s form', () => {
  const letter = 'Message-ID: <a@b>\r\nDate: today\r\nX-Long: one\r\n\ttwo\r\n';

  it.each([
    ['with or without the empty line', `${letter}\r\n`],
    ['with a second one (Mailutils)', `${letter}\r\n\r\n`],
    ['with the server’s own fields', `Status: RO\r\nX-UID: 7\r\n${letter}X-IMAPbase: 1\r\n 2 3\r\n`],
    ['with bare line feeds', letter.replaceAll('\r\n', '\n')],
  ])('is the same %s', (_, other) => {
    expect(formOf(other)).toBe(formOf(letter));
  });

  it.each([
    ['a field more', `${letter}Subject: x\r\n`],
    ['a field less', 'Message-ID: <a@b>\r\nDate: today\r\n'],
    ['another order', 'Date: today\r\nMessage-ID: <a@b>\r\nX-Long: one\r\n\ttwo\r\n'],
    ['another folding', letter.replace('\r\n\t', ' ')],
    ['another octet', letter.replace('a@b', 'a@c')],
    ['a field that only begins like the server’s', `X-UIDLE: 1\r\n${letter}`],
    ['a line that goes on behind a dropped field’s neighbour', `Status: O\r\nFrom: x\r\n y\r\n${letter}`],
  ])('tells %s', (_, other) => {
    expect(formOf(other)).not.toBe(formOf(letter));
  });

  it('identifies its message by a Message-ID together with a date', () => {
    const identifies = (text: string) => headerForm(bytes(text)).identifies;
    expect(identifies(letter)).toBe(true);
    expect(identifies('message-id: <a@b>\r\nReceived: x\r\n')).toBe(true);
    expect(identifies('Message-ID: \r\nDate: today\r\n')).toBe(false);
    expect(identifies('Message-ID: <a@b>\r\nSubject: x\r\n')).toBe(false);
    expect(identifies('Date: today\r\nSubject: x\r\n')).toBe(false);
    // Behind the empty line it is the body's.
    expect(identifies('Date: today\r\n\r\nMessage-ID: <a@b>\r\n')).toBe(false);
  });

  it('keeps octets that are no ASCII', () => {
    expect(formOf('Subject: \x80\xff\r\n')).toBe('Subject: \x80\xff\n');
  });
});

describe('the end of a header', () => {
  it.each([
    ['a: b\r\n\r\nbody', 'a: b\r\n\r\n'],
    ['a: b\n\nbody', 'a: b\n\n'],
    ['\r\nbody', '\r\n'],
    ['a: b\r\n\r\r\n\r\nx', 'a: b\r\n\r\r\n\r\n'],
    ['a: b\r\nno end', 'a: b\r\nno end'],
    ['', ''],
  ])('of %j', (whole, header) => {
    const parts = splitMessage(bytes(whole));
    expect(textOf(parts.header)).toBe(header);
    expect(textOf(parts.body)).toBe(whole.slice(header.length));
  });

  it('is the same however the octets are cut', () => {
    const octets = fc.array(fc.constantFrom(13, 10, 97, 58), { maxLength: 40 });
    fc.assert(
      fc.property(octets, fc.array(fc.nat(10)), (message, cuts) => {
        const whole = Uint8Array.from(message);
        const splitter = new HeaderSplitter();
        let header = 0;
        let at = 0;
        for (const cut of [...cuts, whole.length]) {
          header += splitter.push(whole.subarray(at, at + cut));
          at += cut;
        }
        expect(header).toBe(splitMessage(whole).header.length);
      }),
    );
  });
});
