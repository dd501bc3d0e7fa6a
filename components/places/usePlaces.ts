'use client';

import { useSyncExternalStore } from 'react';
import { onChange } from '@/lib/store/changes';
import { type Places, readPlaces } from '@/lib/store/places';
import { isLabel, isPlace } from '@/lib/store/records/places';
import type { View } from '@/lib/store/schema';

/** Folders and labels, read once for all that show them; null until then. A failure leaves what was read last. */
let places: Places | null = null;
let started = false;
const listeners = new Set<() => void>();

const read = () =>
  readPlaces().then(
    (found) => {
      places = found;
      for (const listener of listeners) listener();
    },
    () => {},
  );

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!started) {
    started = true;
    onChange(({ kind }) => {
      if (kind === 'places') void read();
    });
  }
  if (!places) void read();
  return () => {
    listeners.delete(listener);
  };
}

export const usePlaces = (): Places | null =>
  useSyncExternalStore(
    subscribe,
    () => places,
    () => null,
  );

/** The name that the user gave a folder or label; null for the system's, and for what is not known. */
export function nameOfPlace(known: Places | null, view: View): string | null {
  if (!known || !isPlace(view)) return null;
  const all: readonly { id: string; name: string }[] = isLabel(view) ? known.labels : known.folders;
  return all.find(({ id }) => id === view)?.name ?? null;
}
