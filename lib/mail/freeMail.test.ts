import { expect, it } from 'vitest';
import { isFreeMail, mailboxKey } from './freeMail';

it.each([
  ['ada@gmail.com', true],
  ['ada@yahoo.co.uk', true],
  ['ada@mail.com', true],
  ['ada@mail.hp.com', false],
  ['ada@lindgren.example', false],
])('%s is at a provider of everybody: %s', (address, is) => {
  expect(isFreeMail(address)).toBe(is);
});

it('spellings of one mailbox are one', () => {
  expect(mailboxKey('Bob.Kent+x@GoogleMail.com')).toBe(mailboxKey('bobkent@gmail.com'));
  expect(mailboxKey('bob.kent@gmx.de')).not.toBe(mailboxKey('bobkent@gmx.de'));
});
