import { NextIntlClientProvider } from 'next-intl';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import reading from '@/components/i18n/reading.json';
import { LeaveDialog } from './LeaveDialog';

test.each(['http://kiln.example:99999/u', 'http://[bad/u', '', 'kiln'])(
  'an address such as %j does not keep the message from being shown',
  (address) => {
    const draw = () =>
      renderToStaticMarkup(
        <NextIntlClientProvider locale="en" messages={reading} timeZone="UTC">
          <LeaveDialog
            ways={{ way: 'link', address }}
            sender="Kiln"
            account={undefined}
            open={false}
            onClose={() => {}}
          />
        </NextIntlClientProvider>,
      );
    expect(draw).not.toThrow();
  },
);
