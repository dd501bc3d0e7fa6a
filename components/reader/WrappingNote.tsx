import { FileLock2, FileQuestion, FileSignature } from 'lucide-react';
import { useTranslations } from 'next-intl';
import type { Wrapping } from '@/lib/mail/envelopes';

/** Names what a message is wrapped in, and says what that means here. */
export function WrappingNote({ wrapping }: { wrapping: Wrapping }) {
  const t = useTranslations('wrapping');
  const Icon =
    wrapping === 'winmail'
      ? FileQuestion
      : ['pgp-signed', 'smime-signed', 'smime-packed', 'smime-certificates'].includes(wrapping)
        ? FileSignature
        : FileLock2;
  return (
    <p className="mt-4 flex gap-3 rounded-[10px] bg-paper px-3 py-2 text-sm text-ink-2">
      <Icon aria-hidden className="mt-0.5 size-4.5 shrink-0" />
      {t(wrapping)}
    </p>
  );
}
