import type { GeneratedMessage } from '../../support/messages';
import { Random } from '../../support/random';

/** Very many short messages, of some 1.5 KB each: what counts with them is their number. The newest first. */
export function* manySmall(count: number): Generator<GeneratedMessage> {
  let time = Date.parse('2026-03-02T09:30:00Z');
  for (let index = 0; index < count; index++) {
    const random = new Random(index + 1);
    const date = new Date(time);
    time -= random.between(1, 9) * 60_000;
    const subject = `Note ${index}`;
    const messageId = `<${index}@crowd.example.org>`;
    const words = random
      .octets(random.between(300, 1_500))
      .toString('base64')
      .replace(/(.{76})/g, '$1\r\n');
    const bytes = Buffer.from(
      [
        'From: Notes <notes@example.org>',
        'To: Alice Example <alice@example.net>',
        `Subject: ${subject}`,
        `Date: ${date.toUTCString().replace('GMT', '+0000')}`,
        `Message-ID: ${messageId}`,
        '',
        `${words}\r\n`,
      ].join('\r\n'),
      'latin1',
    );
    yield { index, date, from: 'Notes', subject, messageId, bytes };
  }
}
