import { choirLetters } from './choir';
import { Clock } from './clock';
import { token, type Written, write } from './compose';
import { discussionLetters } from './discussions';
import { familyLetters } from './family';
import { freshLetter } from './fresh';
import { kilnLetters } from './kiln';
import { languageLetters } from './languages';
import { newsletterLetters } from './newsletters';
import { noticeLetters } from './notices';
import { oddLetters } from './oddities';

export interface SampleMessage {
  /** Unique in the maildrop: 1 to 70 characters of 0x21-0x7E (RFC 1939 §7). */
  uidl: string;
  /** RFC 5322 bytes as they lie on the server, not dot-stuffed. */
  bytes: Uint8Array;
}

/** The bytes hang on `now`, therefore the UIDL does too: one UIDL never stands for two different messages. */
function sample({ key, bytes }: Written, now: Date): SampleMessage {
  return { uidl: token(`${key} ${now.getTime()}`, 32), bytes };
}

/**
 * Ada Lindgren's mailbox, oldest first: about five months before `now`, most of it in the last three weeks.
 * The same `now` gives the same bytes. One message has 16 MB (12 MB of sound), the rest about 1 MB together.
 */
export async function sampleMessages(now: Date): Promise<SampleMessage[]> {
  const clock = new Clock(now);
  const letters = [
    ...kilnLetters(clock),
    ...choirLetters(clock),
    ...languageLetters(clock),
    ...familyLetters(clock),
    ...newsletterLetters(clock),
    ...noticeLetters(clock),
    ...discussionLetters(clock),
  ];
  const written = [...letters.map(write), ...oddLetters(clock)];
  return written.sort((a, b) => a.at - b.at).map((message) => sample(message, now));
}

/**
 * Mail that arrives while one looks: it goes on with the mailbox's stories. `sequence` counts from 0 and chooses
 * who writes; the same sequence and `now` give the same bytes, any other a message of its own.
 */
export async function freshMessage(sequence: number, now: Date): Promise<SampleMessage> {
  return sample(write(freshLetter(sequence, new Clock(now))), now);
}
