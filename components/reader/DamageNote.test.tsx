import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import messages from '@/components/i18n/reading.json';
import { someAccount } from '@/e2e/support/storedMail';
import type { MessageRecord } from '@/lib/store/schema';
import { DamageNote } from './DamageNote';

const record = { account: 'ada', uidl: 'a', damaged: 1 } as MessageRecord;
const said = (wholeWanted: string[]) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <DamageNote record={record} account={someAccount('ada', { wholeWanted })} />
    </NextIntlClientProvider>,
  ).replace(/<[^>]*>/g, ' ');

test('what its server still has comes again with the next check', () => {
  expect(said(['a'])).toMatch(/was damaged: .* it comes again with the next check for mail\.\s+Check mail/);
});

test('what is nowhere else is brought in from a copy', () => {
  expect(said(['another'])).toMatch(/was damaged: .* no server has it any more\. .*\s+Bring in a copy/);
});
