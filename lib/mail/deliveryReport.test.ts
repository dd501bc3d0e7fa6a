import { expect, it } from 'vitest';
import { deliveriesOf } from './deliveryReport';

const report = (text: string) => [
  { type: 'message/delivery-status', bytes: new TextEncoder().encode(text.replaceAll('\n', '\r\n')) },
];

it('says for whom, what and why', () => {
  const text =
    'Reporting-MTA: dns; mx.example\nArrival-Date: x\n\n' +
    'Original-Recipient: rfc822;ada@lindgren.example\nFinal-Recipient: rfc822;ada@inside.example\nAction: failed\n' +
    'Status: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1\n  no such user\n\n' +
    'Final-Recipient: rfc822; <bob@x.example>\nAction: Delayed (for 4 hours)\nStatus: 4.4.1 (connection timed out)\n';
  expect(deliveriesOf(report(text))).toEqual([
    { address: 'ada@lindgren.example', action: 'failed', reason: 'unknown', said: '550 5.1.1 no such user' },
    { address: 'bob@x.example', action: 'delayed', reason: 'unreachable', said: '' },
  ]);
});

it.each([
  ['5.2.2', 'full'],
  ['5.3.4', 'large'],
  ['5.7.26', 'refused'],
  ['5.0.0', 'other'],
  ['', 'other'],
])('status %s: %s', (status, reason) => {
  const [found] = deliveriesOf(
    report(`x: y\n\nFinal-Recipient: rfc822; a@b.example\nAction: failed\nStatus: ${status}`),
  );
  expect(found?.reason).toBe(reason);
});

it('nothing is made of what is no report', () => {
  expect(deliveriesOf([])).toEqual([]);
  expect(deliveriesOf(report(''))).toEqual([]);
  expect(deliveriesOf(report('Final-Recipient: rfc822; a@b.example\nAction: dances'))).toEqual([]);
  expect(deliveriesOf(report('\n\n:::\n\n'.repeat(10_000)))).toEqual([]);
});
