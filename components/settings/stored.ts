import { useCallback, useSyncExternalStore } from 'react';

/** Settings of this device, in localStorage as `postbag.NAME`. They hold nothing private. */
export type SettingName = 'theme' | 'density' | 'panes' | 'locale' | 'keys' | 'text' | 'grouped' | 'notify';

const listeners = new Set<() => void>();

/** Null when it was never set, on the server, or where storage is switched off. */
export function readSetting(name: SettingName): string | null {
  try {
    return localStorage.getItem(`postbag.${name}`);
  } catch {
    return null;
  }
}

export function writeSetting(name: SettingName, value: string): void {
  try {
    localStorage.setItem(`postbag.${name}`, value);
  } catch {
    // Without storage the setting lasts as long as nobody asks again; nothing depends on it.
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  // Another tab's change arrives as an event.
  addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    removeEventListener('storage', listener);
  };
}

/** A setting as it is stored. */
export function useStoredText(name: SettingName): string | null {
  return useSyncExternalStore(
    subscribe,
    () => readSetting(name),
    () => null,
  );
}

/** One setting that takes one of `values`; the first is the default. */
export function useSetting<Value extends string>(
  name: SettingName,
  values: readonly [Value, ...Value[]],
): [Value, (value: Value) => void] {
  const [first] = values;
  const stored = useStoredText(name);
  const value = values.find((known) => known === stored) ?? first;
  const set = useCallback((next: Value) => writeSetting(name, next), [name]);
  return [value, set];
}
