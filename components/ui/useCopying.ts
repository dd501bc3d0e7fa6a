import { useState } from 'react';

/** Copies text for the user, and how that went: the word for it in the catalogue, null before the first time. */
export function useCopying(): {
  copied: 'copied' | 'copyFailed' | null;
  copy: (text: string) => Promise<void>;
} {
  const [copied, setCopied] = useState<'copied' | 'copyFailed' | null>(null);
  const copy = async (text: string) => {
    try {
      // Missing where the page has no secure context, refused where the user said so.
      await navigator.clipboard.writeText(text);
      setCopied('copied');
    } catch {
      setCopied('copyFailed');
    }
  };
  return { copied, copy };
}
