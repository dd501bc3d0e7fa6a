import type { Marker } from './engine';

interface Props {
  text: string;
  marker: Marker | null;
  /** The address of whom the text names. */
  whose?: string | undefined;
}

/** A text with the words that were searched for marked in it. */
export function Marked({ text, marker, whose }: Props) {
  const ranges = marker?.(text, whose) ?? [];
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
