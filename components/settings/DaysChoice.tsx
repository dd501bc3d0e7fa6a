import { Choice } from '@/components/ui/Choice';

interface Props {
  label: string;
  value: number;
  offered: readonly number[];
  /** What a number of days is called. */
  text: (days: number) => string;
  onChange: (days: number) => void;
}

/** A choice of a number of days. */
export function DaysChoice({ label, value, offered, text, onChange }: Props) {
  // Somebody may have set another number in another version.
  const days = offered.includes(value) ? offered : [value, ...offered];
  return (
    <Choice
      label={label}
      value={String(value)}
      options={days.map((each) => ({ value: String(each), label: text(each) }))}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  );
}
