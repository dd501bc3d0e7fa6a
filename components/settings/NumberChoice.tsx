import { Choice } from '@/components/ui/Choice';

interface Props {
  label: string;
  value: number;
  offered: readonly number[];
  /** What a number is called. */
  text: (count: number) => string;
  onChange: (days: number) => void;
}

/** A choice of a number: of days, or of messages. */
export function NumberChoice({ label, value, offered, text, onChange }: Props) {
  // Somebody may have set another number in another version.
  const counts = offered.includes(value) ? offered : [value, ...offered];
  return (
    <Choice
      label={label}
      value={String(value)}
      options={counts.map((each) => ({ value: String(each), label: text(each) }))}
      onChange={(chosen) => onChange(Number(chosen))}
    />
  );
}
