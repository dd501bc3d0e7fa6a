import { expect, it } from 'vitest';
import type { Turned } from '@/lib/mail/types';
import { linksIn } from './addressesIn';
import { warningsFor } from './warnings';

const from = [{ name: 'Ada', address: 'ada@x.example' }];
const record = {
  envelope: {
    ...{ from, to: [], cc: [], replyTo: [], subject: '', preview: '', messageId: '', inReplyTo: '' },
    references: [],
  },
};
const kinds = (text: string, turned?: Turned) =>
  warningsFor(
    record,
    { headers: [], attachments: [], ...(turned && { turned }) },
    linksIn(text),
    new Map(),
  ).map(({ about, kind }) => `${about} ${kind}`);

it('odd addresses in plain text are told, and honest ones are not', () => {
  expect(kinds('Sign in at https://\u0430pple.com/ now, or at http://0x7f.1/x')).toEqual([
    'link letters',
    'link number',
  ]);
  expect(
    kinds('See https://www.bank.com/x?y, www.shop.example and ada@bank.com (http://10.0.0.1/).'),
  ).toEqual([]);
});

it('letters that are turned round are told, of the sender, the subject and the text', () => {
  expect(kinds('', { sender: '\u202ea <a@x.example>', subject: '\u202ea', body: true })).toEqual([
    'sender hidden',
    'turned subject',
    'turned body',
  ]);
});
