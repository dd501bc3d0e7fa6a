import type { Letter, Mailbox, OpenedMessage } from '@/lib/mail/types';
import { htmlToText } from './htmlToText';

/** All messages inside of a message, in the order in which they are read. */
export function lettersIn({ letters = [] }: Pick<OpenedMessage, 'letters'>): Letter[] {
  return letters.flatMap((letter) => [letter, ...lettersIn(letter)]);
}

/** The words of a message without those inside of it. */
export const wordsOf = ({ text, html }: Pick<Letter, 'text' | 'html'>): string =>
  text ?? htmlToText(html ?? '');

/** The real address beside each name. */
export const named = (mailboxes: readonly Mailbox[]): string =>
  mailboxes
    .map(({ name, address }) => (name && address ? `${name} <${address}>` : name || address))
    .join(', ');

/**
 * The messages inside of a message as text, each under who wrote it, when and about what.
 *
 * @param heads the lines above the words of one
 */
export const lettersText = (
  message: Pick<OpenedMessage, 'letters'>,
  heads: (letter: Letter) => readonly (readonly [string, string])[],
): string =>
  lettersIn(message)
    .map((letter) =>
      [
        ...heads(letter).flatMap(([label, text]) => (text === '' ? [] : [`${label}: ${text}`])),
        ...['', wordsOf(letter).trim()],
      ].join('\n'),
    )
    .join('\n\n');
