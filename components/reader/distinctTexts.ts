import { guessed } from '@/lib/mail/guessed';
import type { Attachment } from '@/lib/mail/types';

/** More cards than anybody looks at; the files stand below the message all the same. */
const most = 20;

/** What these files say, each once: a calendar often comes twice, as a part to show and as a file to save. */
export function distinctTexts(
  attachments: readonly Attachment[],
): { attachment: Attachment; text: string }[] {
  const seen = new Set<string>();
  return attachments.slice(0, most).flatMap((attachment) => {
    const text = guessed(attachment.bytes, attachment.charset).replaceAll('\r', '').trim();
    if (seen.has(text)) return [];
    seen.add(text);
    return [{ attachment, text }];
  });
}
