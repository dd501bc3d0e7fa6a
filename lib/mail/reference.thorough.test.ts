import { expect, test } from 'vitest';
import { corpusFolder } from '@/e2e/support/corpus';
import { differences, differing, referenced } from '@/e2e/support/reference';
import { openMessage } from './open';

test.skipIf(corpusFolder() === null)(
  'what is read of a message is, word for word, what another parser reads of it',
  async () => {
    const messages = await referenced();
    expect(messages.length).toBeGreaterThan(0);
    const other: string[] = [];
    for (const message of messages) {
      // Messages inside of it by themselves, as the reader asks for them: to the other they are files.
      const opened = await openMessage(message.bytes, true).catch(() => null);
      other.push(...differences(message, opened));
    }
    expect(other.sort()).toEqual(differing);
  },
);
