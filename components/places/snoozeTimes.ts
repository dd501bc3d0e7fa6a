/** When a message can come back, as people say it. */
export type SnoozeChoice = 'laterToday' | 'tomorrow' | 'weekend' | 'nextWeek';

/** In the morning, and in the evening, o'clock. */
const [morning, evening] = [8, 18];

/**
 * The times that are offered, in the local calendar: later today (at six in the evening) only in good time before that, the
 * weekend only before Saturday, next week is Monday.
 *
 * @param now ms since 1970
 */
export function snoozeChoices(now: number): { choice: SnoozeChoice; until: number }[] {
  const at = (days: number, hour: number) => {
    const date = new Date(now);
    date.setDate(date.getDate() + days);
    date.setHours(hour, 0, 0, 0);
    return date.getTime();
  };
  const { day, hour } = { day: new Date(now).getDay(), hour: new Date(now).getHours() };
  const choices: { choice: SnoozeChoice; until: number }[] = [];
  if (hour < evening - 2) choices.push({ choice: 'laterToday', until: at(0, evening) });
  choices.push({ choice: 'tomorrow', until: at(1, morning) });
  // On Friday, tomorrow is the weekend.
  if (day >= 1 && day <= 4) choices.push({ choice: 'weekend', until: at(6 - day, morning) });
  // On Sunday, tomorrow is Monday.
  if (day !== 0) choices.push({ choice: 'nextWeek', until: at(8 - day, morning) });
  return choices;
}

/** What a field for date and time holds for a moment, in local time. */
export function fieldTime(time: number): string {
  const date = new Date(time);
  const two = (number: number) => String(number).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}T${two(date.getHours())}:${two(date.getMinutes())}`;
}
