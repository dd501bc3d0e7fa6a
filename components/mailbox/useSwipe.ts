'use client';

import { type PointerEvent, type SyntheticEvent, useRef, useState } from 'react';

export type SwipeSide = 'start' | 'end';

/** A row that a finger is moving. */
export interface Swipe {
  id: number;
  /** Which way it goes: `end` is to the right. */
  side: SwipeSide;
  /** Let go now, it would be done. */
  far: boolean;
}

/** So far a finger wanders when it taps or scrolls, px. */
const slack = 12;
/** So far a row has to go, px: more than a slip, less than a reach. */
const farEnough = 96;

/**
 * Swiping rows of a list by finger. Rows bear `data-message`; the row that moves gets `--swipe` (px) on its element,
 * so that a finger's every move need not go through React.
 *
 * @param onSwipe called when a row was moved far enough and let go
 */
export function useSwipe(onSwipe: (id: number, side: SwipeSide) => void) {
  const [swipe, setSwipe] = useState<Swipe | null>(null);
  const touch = useRef<{ x: number; y: number; row: HTMLElement; id: number; pointer: number } | null>(null);
  const moved = useRef(false);

  const end = () => {
    touch.current?.row.style.removeProperty('--swipe');
    touch.current = null;
    setSwipe(null);
  };

  const handlers = {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      moved.current = false;
      if (event.pointerType !== 'touch' || !event.isPrimary) return;
      const row = (event.target as Element).closest<HTMLElement>('[data-message]');
      if (!row) return;
      const { clientX: x, clientY: y, pointerId: pointer } = event;
      touch.current = { x, y, row, id: Number(row.dataset.message), pointer };
    },
    onPointerMove(event: PointerEvent<HTMLElement>) {
      const from = touch.current;
      if (!from || event.pointerId !== from.pointer) return;
      const dx = event.clientX - from.x;
      if (!moved.current) {
        if (Math.abs(dx) < slack || Math.abs(dx) < Math.abs(event.clientY - from.y)) return;
        moved.current = true;
        event.currentTarget.setPointerCapture(event.pointerId);
      }
      from.row.style.setProperty('--swipe', `${dx}px`);
      const next: Swipe = { id: from.id, side: dx > 0 ? 'end' : 'start', far: Math.abs(dx) >= farEnough };
      setSwipe((before) =>
        before && before.side === next.side && before.far === next.far && before.id === next.id
          ? before
          : next,
      );
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      const from = touch.current;
      if (from && moved.current && event.pointerId === from.pointer) {
        const dx = event.clientX - from.x;
        if (Math.abs(dx) >= farEnough) onSwipe(from.id, dx > 0 ? 'end' : 'start');
      }
      end();
    },
    onPointerCancel: end,
    // What ends a swipe is not a tap on the row's link.
    onClickCapture(event: SyntheticEvent) {
      if (!moved.current) return;
      moved.current = false;
      event.preventDefault();
      event.stopPropagation();
    },
  };
  return { swipe, handlers };
}
