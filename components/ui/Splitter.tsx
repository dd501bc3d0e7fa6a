'use client';

import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import { widthAfter } from './splitterKeys';

interface Props {
  label: string;
  /** The id of the pane before it, whose width it sets. */
  controls: string;
  value: number;
  min: number;
  max: number;
  onChange: (width: number) => void;
}

const isMirrored = (element: Element) => getComputedStyle(element).direction === 'rtl';

/**
 * A border between two panes: drag it, or focus it and use ← → Home End. A double click gives the default back through
 * `onChange(NaN)`.
 */
export function Splitter({ label, controls, value, min, max, onChange }: Props) {
  const start = useRef<{ x: number; width: number } | null>(null);
  const clamp = (width: number) => Math.round(Math.min(max, Math.max(min, width)));

  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (!start.current) return;
    const right = isMirrored(event.currentTarget) ? -1 : 1;
    onChange(clamp(start.current.width + right * (event.clientX - start.current.x)));
  };
  const press = (event: KeyboardEvent<HTMLDivElement>) => {
    const width = widthAfter(event.key, { value, min, max }, isMirrored(event.currentTarget));
    if (width === null) return;
    event.preventDefault();
    onChange(clamp(width));
  };

  return (
    // biome-ignore lint/a11y/useSemanticElements: <hr> takes no focus and no value; this is ARIA's window splitter
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={label}
      aria-controls={controls}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={press}
      onDoubleClick={() => onChange(Number.NaN)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, width: value };
      }}
      onPointerMove={drag}
      onPointerUp={() => {
        start.current = null;
      }}
      className="group relative z-10 -mx-1 w-2 cursor-col-resize touch-none focus-visible:outline-none"
    >
      <span className="absolute inset-y-0 left-1/2 w-px -translate-x-1/2 bg-line transition-colors group-hover:w-0.5 group-hover:bg-accent group-focus-visible:w-0.75 group-focus-visible:bg-accent" />
    </div>
  );
}
