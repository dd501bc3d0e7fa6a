import { expect, it } from 'vitest';
import { wrappingOf } from './envelopes';
import type { OpenedMessage } from './types';

const message = (type: string, parts: string[], text = ''): OpenedMessage => ({
  headers: [{ name: 'Content-Type', value: type }],
  html: null,
  text,
  attachments: parts.map((part) => {
    const [declared = '', name = ''] = part.split(' ');
    return { name, type: declared, size: 0, contentId: '', bytes: new Uint8Array() };
  }),
});

const armour = '-----BEGIN PGP MESSAGE-----\n\nwcBMA==\n-----END PGP MESSAGE-----';

it.each<[string, string[], string, string | null]>([
  ['multipart/encrypted; protocol="application/pgp-encrypted"', [], '', 'pgp-encrypted'],
  ['text/plain', [], '\n-----BEGIN PGP MESSAGE-----\n', 'pgp-encrypted'],
  ['text/plain', [], '-----BEGIN PGP SIGNED MESSAGE-----\n', 'pgp-signed'],
  ['multipart/signed', ['application/pgp-signature'], 'x', 'pgp-signed'],
  ['application/pkcs7-mime; smime-type=enveloped-data', [], '', 'smime-encrypted'],
  ['application/x-pkcs7-mime; smime-type="signed-data"', [], '', 'smime-packed'],
  ['multipart/signed', ['application/x-pkcs7-signature smime.p7s'], 'x', 'smime-signed'],
  ['multipart/mixed', ['application/ms-tnef'], '', 'winmail'],
  ['multipart/mixed', ['application/octet-stream WINMAIL.DAT'], '', 'winmail'],
  ['application/octet-stream; name=smime.p7m', ['application/octet-stream smime.p7m'], '', 'smime-encrypted'],
  ['application/octet-stream; name=a.p7m', ['application/octet-stream a.p7m'], '', 'smime-encrypted'],
  ['multipart/mixed', ['application/octet-stream smime.p7m'], 'A footer', 'smime-encrypted'],
  ['multipart/mixed', ['application/octet-stream invoice.xml.p7m'], 'See below', null],
  ['multipart/signed', ['application/octet-stream smime.p7s'], 'x', 'smime-signed'],
  ['application/octet-stream', ['application/octet-stream smime.p7c'], '', 'smime-certificates'],
  [
    'application/pkcs7-mime; smime-type=certs-only',
    ['application/pkcs7-mime a.p7m'],
    '',
    'smime-certificates',
  ],
  ['text/plain', [], `Hi Ada,\n\n${armour}\n\nBob`, 'pgp-part'],
  ['text/plain', [], `Hi Ada,\n\n${armour.replaceAll('\n', '\r\n')}\r\n`, 'pgp-part'],
  ['text/plain', [], `It begins with\n${armour.slice(0, 27)}\nand a key.`, null],
  ['text/plain', [], `> ${armour.replaceAll('\n', '\n> ')}\nI can’t read this.`, null],
  ['multipart/mixed', ['application/pdf a.pdf'], 'about -----BEGIN PGP MESSAGE-----', null],
])('%s with %j: %4$s', (type, parts, text, wrapping) => {
  expect(wrappingOf(message(type, parts, text))).toBe(wrapping);
});

it.each([
  ['2a864886f70d010702', 'smime-packed'],
  ['2a864886f70d010703', 'smime-encrypted'],
])('a part of S/MIME is what its octets say: %s', (hex, wrapping) => {
  const whole = message('multipart/mixed', ['application/pkcs7-mime smime.p7m'], 'A footer of the list');
  const [part] = whole.attachments;
  if (part) part.bytes = Uint8Array.from(Buffer.from(`3080 0609 ${hex} a080`.replaceAll(' ', ''), 'hex'));
  expect(wrappingOf(whole)).toBe(wrapping);
});
