import { expect, it, test } from 'vitest';
import { type Junk, serverVerdict, trustedNames, verdictNames } from './serverVerdict';

const received = { name: 'Received', value: 'from a.example by b.example; Thu, 1 Jan 2026 10:00:00 +0100' };
const said = (name: string, value: string) =>
  serverVerdict([{ name, value }, received], null, [name.toLowerCase()]);

it.each<[string, string, Junk | null]>([
  ['X-Spam-Flag', 'YES', 'junk'],
  ['X-Spam-Status', 'No, score=-2.1 required=5.0 tests=NONE', 'clean'],
  ['X-Spam-Level', '*******', 'junk'],
  ['X-Spam-Level', '**', 'clean'],
  ['X-Spam-Level', '', 'clean'],
  ['X-Spamd-Result', 'default: True [17.20 / 15.00]; R_DKIM_ALLOW(0.00)', 'junk'],
  ['X-Rspamd-Action', 'add header', 'junk'],
  ['X-Rspamd-Action', 'no action', 'clean'],
  ['X-MS-Exchange-Organization-SCL', '9', 'junk'],
  ['X-MS-Exchange-Organization-SCL', '-1', 'clean'],
  ['X-MS-Exchange-Organization-SCL', '3', null],
  ['X-Forefront-Antispam-Report', 'CIP:192.0.2.1;CTRY:;LANG:en;SCL:5;SRV:;IPV:NLI', 'junk'],
  ['X-Forefront-Antispam-Report', 'CIP:192.0.2.1;SCL:1;', 'clean'],
  ['X-Proofpoint-Spam-Details', 'rule=inbound_notspam policy=inbound score=0', 'clean'],
  ['X-Proofpoint-Spam-Details', 'rule=spam policy=default score=100', 'junk'],
  ['X-Barracuda-Spam-Status', 'Yes, SCORE=6.5 using global scores', 'junk'],
  ['X-Bogosity', 'Unsure, tests=bogofilter, spamicity=0.5', null],
  ['X-Bogosity', 'Spam, tests=bogofilter, spamicity=0.99', 'junk'],
  ['X-DSPAM-Result', 'Innocent', 'clean'],
  ['X-GMX-Antispam', '0 (Mail was not recognized as spam)', 'clean'],
  ['X-GMX-Antispam', '5 (Score)', 'junk'],
  ['X-UI-Filterresults', 'notjunk:1;V03:K0:', 'clean'],
  ['X-UI-Filterresults', 'junk:10;V03:K0:', 'junk'],
  ['X-VR-SPAMSTATE', 'SPAM', 'junk'],
  ['X-Yandex-Spam', '4', 'junk'],
  ['X-Spam-Flag', 'perhaps', null],
])('%s: %s', (name, value, verdict) => {
  expect(said(name, value)).toBe(verdict);
});

test('none of them counts from below, under a name that the server does not always write, or as a sender’s alone', () => {
  const flag = { name: 'X-MS-Exchange-Organization-SCL', value: '9' };
  const name = 'x-ms-exchange-organization-scl';
  expect(serverVerdict([received, flag], null, [name])).toBeNull();
  expect(serverVerdict([flag, received], null, [])).toBeNull();
  expect(verdictNames([flag, received], null)).toEqual([name]);
  const receipts = (domains: number) =>
    Array.from({ length: 10 }, (_, n) => ({ domain: `d${n % domains}.example`, headers: [name] }));
  expect(trustedNames(receipts(5))).toEqual([name]);
  expect(trustedNames(receipts(4))).toEqual([]);
});
