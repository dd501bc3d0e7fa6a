import { NextIntlClientProvider } from 'next-intl';
import { renderToString } from 'react-dom/server';
import { expect, test } from 'vitest';
import en from '@/components/i18n/en.json';
import { MessageList } from './MessageList';
import { MessageWindow } from './messageWindow';

/** Counts how often a row is asked for. */
class Counting extends MessageWindow {
  asked = 0;
  override row(_index: number) {
    this.asked += 1;
    return undefined;
  }
}

test('drawing a list of 100,000 does not go through all its rows', () => {
  const list = new Counting({
    counter: () => Promise.reject(new Error('not asked')),
    list: () => Promise.reject(new Error('not asked')),
    message: () => Promise.reject(new Error('not asked')),
    around: () => Promise.reject(new Error('not asked')),
  });
  const html = renderToString(
    <NextIntlClientProvider locale="en" messages={en} timeZone="UTC">
      <MessageList
        folder="inbox"
        only={null}
        q={null}
        marker={null}
        chosen={new Set()}
        onCheck={() => {}}
        onSpan={() => {}}
        onAll={() => {}}
        onAction={() => {}}
        list={list}
        snapshot={{ total: 100_000, unread: 0, moved: 0, version: 1, error: null }}
        cursor={null}
        compact={false}
        rowHeight={60}
        accounts={[]}
        now={0}
        handle={{ current: null }}
        onOpen={() => {}}
        onMove={async () => null}
      />
    </NextIntlClientProvider>,
  );
  expect(html).toContain('height:6000000px');
  expect(list.asked).toBeLessThan(100);
});
