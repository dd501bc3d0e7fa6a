import { type FormEvent, useState } from 'react';
import { PlaceRefused, type PlaceTrouble } from '@/lib/store/placeChanges';
import { openPlaceDialog } from './placeDialogs';

/** A form that gives something its name: sent once at a time, it closes its dialog, or says what is in the way. */
export function useNaming(send: () => Promise<void>) {
  const [trouble, setTrouble] = useState<PlaceTrouble | 'failed' | null>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setTrouble(null);
    try {
      await send();
      openPlaceDialog(null);
    } catch (error) {
      setTrouble(error instanceof PlaceRefused ? error.trouble : 'failed');
      setBusy(false);
    }
  };
  return { trouble, busy, submit };
}
