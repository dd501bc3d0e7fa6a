import PostalMime from 'postal-mime';
import { describe, expect, it } from 'vitest';
import { generateMessages } from './messages';

describe('generated messages', () => {
  const messages = generateMessages(200);
  const texts = messages.map(({ bytes }) => bytes.toString('latin1'));

  it('are the same for the same seed, whatever the count', () => {
    expect(generateMessages(20).map(({ bytes }) => bytes)).toEqual(
      messages.slice(0, 20).map(({ bytes }) => bytes),
    );
    expect(generateMessages(1, { seed: 2 })[0]?.bytes).not.toEqual(messages[0]?.bytes);
  });

  it('have lines ended by CRLF and nothing else', () => {
    for (const text of texts) {
      expect(text.endsWith('\r\n')).toBe(true);
      expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    }
  });

  it('hold what breaks clients', () => {
    const all = texts.join('');
    expect(all).toContain('\r\n.\r\n');
    expect(all).toContain('\r\n..\r\n');
    expect(all).toMatch(/[\x80-\xff]/);
    expect(all).toMatch(/[^\r\n]{3000}/);
  });

  it('have the sizes of real mail', () => {
    const sizes = generateMessages(400).map(({ bytes }) => bytes.length);
    const share = (from: number, to: number) =>
      sizes.filter((size) => size >= from && size < to).length / 400;
    expect(share(3_000, 16_000)).toBeCloseTo(0.7, 1);
    expect(share(20_000, 65_000)).toBeCloseTo(0.25, 1);
    expect(share(180_000, 500_000)).toBeCloseTo(0.05, 1);
  });

  it('parse as what they say they are, the newest first', async () => {
    for (const [index, message] of messages.entries()) {
      const parsed = await PostalMime.parse(message.bytes);
      expect(parsed.subject).toBe(message.subject);
      expect(parsed.from?.name).toBe(message.from);
      expect(parsed.messageId).toBe(message.messageId);
      expect(Date.parse(parsed.date ?? '')).toBe(message.date.getTime());
      expect(message.date.getTime()).toBeLessThan(
        messages[index - 1]?.date.getTime() ?? Number.POSITIVE_INFINITY,
      );
    }
  });
});
