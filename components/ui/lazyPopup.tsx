'use client';

import dynamic from 'next/dynamic';
import { type ComponentType, type ReactElement, useState } from 'react';

/** What opens, for those who can't see it (`aria-haspopup`). */
type PopupKind = 'menu' | 'dialog';

/** What a menu or popover that is loaded at its first opening gets: the trigger, and that it opens at once. */
export interface PopupProps {
  trigger: ReactElement<{ onClick?: () => void; 'aria-haspopup'?: PopupKind }>;
}

/**
 * A menu or popover whose code comes when it is wanted: until then its trigger stands alone. `load` gives a component
 * that shows the trigger and is open when it is mounted.
 *
 * @returns a component that takes the trigger and the popup's own properties
 */
export function lazyPopup<Props extends PopupProps>(
  load: () => Promise<ComponentType<Props>>,
  kind: PopupKind = 'menu',
): ComponentType<Props> {
  const Loaded = dynamic(load, { ssr: false }) as ComponentType<Props>;
  return function LazyPopup(props: Props) {
    const [wanted, setWanted] = useState(false);
    const [ready, setReady] = useState(false);
    if (ready) return <Loaded {...props} />;
    const { trigger: Trigger } = props;
    const open = () => {
      if (wanted) return;
      setWanted(true);
      load().then(
        () => setReady(true),
        // Offline and never loaded: the next press tries again.
        () => setWanted(false),
      );
    };
    return (
      <Trigger.type
        {...(Trigger.props as object)}
        aria-haspopup={kind}
        aria-expanded={false}
        onClick={open}
      />
    );
  };
}
