'use client';

import { useId } from 'react';

export interface Bar {
  key: string;
  label: string;
  value: number;
  /** The value in words. */
  text: string;
  /** Where a press leads; absent: nowhere. */
  onPress?: () => void;
}

/**
 * Amounts over time: a bar each, in the order of time, with its words for those who cannot see it or point at it. Few bars
 * do not fill the width: what stands below ends where they end.
 */
export function Columns({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const id = useId();
  const most = Math.max(1, ...bars.map(({ value }) => value));
  const width = 100 / Math.max(1, bars.length);
  return (
    <figure aria-labelledby={id}>
      <figcaption id={id} className="mb-2 font-semibold">
        {title}
      </figcaption>
      <div style={{ maxWidth: `max(10rem, ${bars.length * 3}rem)` }}>
        <ul className="relative flex h-32 items-end border-b border-edge/60">
          {bars.map(({ key, label, value, text, onPress }) => (
            <li key={key} style={{ width: `${width}%` }} className="h-full max-w-12 px-px">
              <button
                type="button"
                aria-label={`${label}: ${text}`}
                data-hint={`${label}: ${text}`}
                disabled={!onPress || value === 0}
                onClick={onPress}
                className="group focus-inside block size-full"
              >
                <svg aria-hidden viewBox="0 0 10 100" preserveAspectRatio="none" className="size-full">
                  <rect
                    x={0}
                    width={10}
                    y={100 - (value / most) * 100}
                    height={(value / most) * 100}
                    className="fill-accent/70 group-hover:fill-accent"
                  />
                </svg>
              </button>
            </li>
          ))}
        </ul>
        <p aria-hidden className="mt-1 flex justify-between text-xs text-ink-3">
          <span>{bars[0]?.label}</span>
          <span>{bars.length > 1 && bars.at(-1)?.label}</span>
        </p>
      </div>
    </figure>
  );
}

/** Amounts of things, the largest first, each with its name and its words. */
export function Rows({ title, bars }: { title: string; bars: readonly Bar[] }) {
  const id = useId();
  const most = Math.max(1, ...bars.map(({ value }) => value));
  return (
    <figure aria-labelledby={id}>
      <figcaption id={id} className="mb-1 font-semibold">
        {title}
      </figcaption>
      <ul>
        {bars.map(({ key, label, value, text, onPress }) => (
          <li key={key}>
            <button
              type="button"
              disabled={!onPress}
              onClick={onPress}
              className="focus-inside relative flex min-h-8.5 w-full items-center gap-3 rounded-md px-2 text-start enabled:hover:bg-hover pointer-coarse:min-h-11"
            >
              <svg
                aria-hidden
                viewBox="0 0 100 10"
                preserveAspectRatio="none"
                className="absolute inset-y-1 start-0 h-[calc(100%-0.5rem)] w-full rtl:-scale-x-100"
              >
                <rect width={(value / most) * 100} height={10} rx={0.6} className="fill-soft" />
              </svg>
              <bdi className="relative min-w-0 flex-1 truncate">{label}</bdi>
              <span className="relative shrink-0 text-sm text-ink-2 tabular-nums">{text}</span>
            </button>
          </li>
        ))}
      </ul>
    </figure>
  );
}
