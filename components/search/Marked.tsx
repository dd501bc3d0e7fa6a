import type { Marker } from './engine';

/** A text with the words that were searched for marked in it. */
export function Marked({ text, marker }: { text: string; marker: Marker | null }) {
  const ranges = marker?.(text) ?? [];
  if (ranges.length === 0) return text;
  return (
    <>
      {ranges.map(([start, end], index) => (
        <span key={start}>
          {text.slice(ranges[index - 1]?.[1] ?? 0, start)}
          <mark className="rounded-xs bg-mark text-ink">{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(ranges.at(-1)?.[1])}
    </>
  );
}
