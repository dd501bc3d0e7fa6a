'use client';

import { useEffect, useState } from 'react';
import { chooseForSender, senderChoices } from '@/lib/store/senders';

/** Whether the mail of a sender keeps its own colours in the dark theme; remembered for the sender. */
export function useOriginalColours(sender: string): [boolean, (original: boolean) => void] {
  const [original, setOriginal] = useState(false);
  useEffect(() => {
    let alive = true;
    setOriginal(false);
    if (sender === '') return;
    senderChoices(sender, null).then(
      (choices) => alive && setOriginal(choices.original),
      // Without the store it is as if nothing had been chosen.
      () => {},
    );
    return () => {
      alive = false;
    };
  }, [sender]);
  const choose = (next: boolean) => {
    setOriginal(next);
    if (sender !== '') void chooseForSender({ address: sender }, { original: next }).catch(() => {});
  };
  return [original, choose];
}
