'use client';

import { type ComponentType, useEffect, useRef, useState } from 'react';

/**
 * A component whose code comes when it is wanted, and that can be done without: where the code does not come (the server
 * is gone, and it was never loaded) there is nothing to be seen, and the page goes on. Each mounting tries again.
 *
 * @param load imports the component
 * @param missed is told, with the component's properties, that nothing came; an open dialog counts as closed then
 */
export function optional<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  missed: (props: Props) => void = () => {},
): ComponentType<Props> {
  const late = loader(load);
  return function Optional(props: Props) {
    const [Loaded, setLoaded] = useState<ComponentType<Props> | null>(late.loaded);
    const current = useRef(props);
    current.current = props;
    useEffect(() => {
      let alive = true;
      void inTurn(late.load).then((found) => {
        if (!alive) return;
        if (found) setLoaded(() => found);
        else missed(current.current);
      });
      return () => {
        alive = false;
      };
    }, []);
    return Loaded && <Loaded {...props} />;
  };
}

/** In a task of its own: the code of a whole screen, asked for in one go, kept the page from moving. */
export const inTurn = <Value,>(load: () => Promise<Value>): Promise<Value> =>
  new Promise((turn) => setTimeout(turn)).then(load);

/** Loads something once. `load` gives null where it does not come, and never rejects; after that it can be tried again. */
export function loader<Value>(load: () => Promise<Value>): {
  loaded: () => Value | null;
  load: () => Promise<Value | null>;
} {
  let value: Value | null = null;
  return {
    loaded: () => value,
    load: async () => {
      try {
        value ??= await load();
      } catch {
        // Nothing that the person could do: the next press tries again.
      }
      return value;
    },
  };
}
