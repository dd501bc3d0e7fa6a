'use client';

import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import type { Action } from '@/components/actions/actions';
import { OrganisingTexts } from '@/components/i18n/OrganisingTexts';
import { isLabel } from '@/lib/store/records/places';
import type { Folder } from '@/lib/store/schema';

interface Props {
  chosen: ReadonlySet<number>;
  onAction: (action: Action, ids: readonly number[]) => void;
}

/** So far a hand wanders when it clicks, px. */
const slack = 6;

/**
 * Dragging rows (`data-message`) with a mouse onto folders and labels (`data-drop`). By pointer events and not by the
 * browser's own dragging, which the list's focus does not go with. Who cannot drag has the keys v and l and the buttons.
 */
export function DragLayer(props: Props) {
  return (
    <OrganisingTexts>
      <Layer {...props} />
    </OrganisingTexts>
  );
}

function Layer(props: Props) {
  const t = useTranslations('places');
  const [drag, setDrag] = useState<{ x: number; y: number; count: number; copy: boolean } | null>(null);
  const current = useRef(props);
  current.current = props;
  useEffect(() => {
    let from: { x: number; y: number; id: number } | null = null;
    let ids: readonly number[] = [];
    let over: HTMLElement | null = null;
    const mark = (next: HTMLElement | null) => {
      if (next === over) return;
      over?.removeAttribute('data-dropping');
      over = next;
      over?.setAttribute('data-dropping', '');
    };
    const end = () => {
      from = null;
      ids = [];
      mark(null);
      setDrag(null);
    };
    const down = (event: PointerEvent) => {
      const row = (event.target as Element | null)?.closest<HTMLElement>('[data-message]');
      if (!row || event.pointerType !== 'mouse' || event.button !== 0 || event.shiftKey) return;
      from = { x: event.clientX, y: event.clientY, id: Number(row.dataset.message) };
    };
    const move = (event: PointerEvent) => {
      if (!from) return;
      const { clientX: x, clientY: y } = event;
      if (ids.length === 0) {
        if (Math.hypot(x - from.x, y - from.y) < slack) return;
        const { chosen } = current.current;
        ids = chosen.has(from.id) ? [...chosen] : [from.id];
      }
      setDrag({ x, y, count: ids.length, copy: wantsCopy(event) });
      mark(document.elementFromPoint(x, y)?.closest<HTMLElement>('[data-drop]') ?? null);
    };
    const up = (event: PointerEvent) => {
      const target = over?.dataset.drop;
      const dragged = ids;
      if (dragged.length > 0) {
        // The click that follows is the drag's end, not a click on the row.
        addEventListener('click', swallow, { capture: true, once: true });
        setTimeout(() => removeEventListener('click', swallow, { capture: true }));
      }
      end();
      if (dragged.length > 0 && target) drop(target, dragged, wantsCopy(event));
    };
    const drop = (target: string, dragged: readonly number[], copy: boolean) => {
      const { onAction } = current.current;
      if (isLabel(target)) onAction({ addLabels: [target] }, dragged);
      else if (target === 'starred') onAction({ starred: true }, dragged);
      else if (target === 'snoozed') onAction('snooze', dragged);
      else if (copy && canCopyTo(target)) onAction({ folder: target as Folder, copy }, dragged);
      else onAction({ folder: target as Folder }, dragged);
    };
    const key = (event: KeyboardEvent) => {
      if (event.key !== 'Escape' || ids.length === 0) return;
      event.stopPropagation();
      end();
    };
    addEventListener('pointerdown', down);
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    addEventListener('pointercancel', end);
    addEventListener('keydown', key, { capture: true });
    return () => {
      removeEventListener('pointerdown', down);
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', end);
      removeEventListener('keydown', key, { capture: true });
    };
  }, []);
  if (!drag) return null;
  return (
    <div
      aria-hidden
      style={{ transform: `translate(${drag.x + 12}px, ${drag.y + 8}px)` }}
      className="pointer-events-none fixed top-0 left-0 z-50 rounded-lg bg-ink px-3 py-1.5 text-sm font-semibold text-paper shadow-menu"
    >
      {t(drag.copy ? 'dropCopy' : 'drop', { count: drag.count })}
    </div>
  );
}

/** As in file managers: Ctrl, or Option on a Mac. */
const wantsCopy = ({ ctrlKey, altKey }: PointerEvent): boolean => ctrlKey || altKey;

const canCopyTo = (target: string): boolean => target !== 'trash' && target !== 'junk';

function swallow(event: MouseEvent): void {
  event.preventDefault();
  event.stopPropagation();
}
