import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import messages from '@/components/i18n/reading.json';
import { DamageTold } from './DamageNote';

const said = (comesAgain: boolean | null) =>
  renderToStaticMarkup(
    <NextIntlClientProvider locale="en" messages={messages} timeZone="UTC">
      <DamageTold account="ada" comesAgain={comesAgain} />
    </NextIntlClientProvider>,
  ).replace(/<[^>]*>/g, ' ');

test('what its server still has comes again with the next check', () => {
  expect(said(true)).toMatch(/was damaged: .* comes again with the next check for mail\.\s+Check mail/);
});

test('what is nowhere else is brought in from a copy', () => {
  expect(said(false)).toMatch(/was damaged: .* no server has it any more\. .*\s+Bring in a copy/);
});

test('as long as it is not known whether it comes again, nothing is said of it', () => {
  expect(said(null)).toMatch(/it is not what the mail server sent any more\.\s*$/);
});
