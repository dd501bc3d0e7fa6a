import type { Filter, Operator } from './query';

/**
 * What a filter's operator and its value ask for; null where the value is none that the operator knows.
 *
 * @param value lower case
 * @param now ms since 1970: ages count from here, days are those of the local calendar
 */
export function filterOf(name: Operator, value: string, now: number): Filter | null {
  switch (name) {
    case 'has':
      return /^attachments?$/.test(value) ? { kind: 'attachment' } : null;
    case 'is':
      if (value === 'unread' || value === 'read') return { kind: 'unread', value: value === 'unread' };
      if (value === 'starred' || value === 'unstarred')
        return { kind: 'starred', value: value === 'starred' };
      return null;
    case 'in':
    case 'label':
      return { kind: 'folder', name: value };
    case 'account':
      return { kind: 'account', name: value };
    case 'list':
      return { kind: 'list', name: value };
    case 'before': {
      const day = startOf(value);
      return day === null ? null : { kind: 'date', from: null, to: day };
    }
    case 'after': {
      const day = startOf(value);
      return day === null ? null : { kind: 'date', from: day, to: null };
    }
    case 'older_than': {
      const time = ago(value, now);
      return time === null ? null : { kind: 'date', from: null, to: time };
    }
    case 'newer_than': {
      const time = ago(value, now);
      return time === null ? null : { kind: 'date', from: time, to: null };
    }
    case 'larger': {
      const octets = octetsOf(value);
      return octets === null ? null : { kind: 'size', above: octets, below: null };
    }
    case 'smaller': {
      const octets = octetsOf(value);
      return octets === null ? null : { kind: 'size', above: null, below: octets };
    }
    default:
      return null;
  }
}

/** The first moment of a year, month or day of the local calendar: `2024`, `2024-05`, `2024/5/17`. */
function startOf(value: string): number | null {
  const parts = /^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?$/.exec(value);
  if (!parts) return null;
  const [year, month, day] = [Number(parts[1]), Number(parts[2] ?? 1), Number(parts[3] ?? 1)];
  const date = new Date(year, month - 1, day);
  // 31 February is no day.
  return date.getFullYear() === year && date.getMonth() === month - 1 && date.getDate() === day
    ? date.getTime()
    : null;
}

/** `3d`, `2w`, `6m`, `1y` before now. */
function ago(value: string, now: number): number | null {
  const parts = /^(\d{1,4})([dwmy])$/.exec(value);
  if (!parts) return null;
  const [count, date] = [Number(parts[1]), new Date(now)];
  if (parts[2] === 'd') date.setDate(date.getDate() - count);
  if (parts[2] === 'w') date.setDate(date.getDate() - 7 * count);
  if (parts[2] === 'm') date.setMonth(date.getMonth() - count);
  if (parts[2] === 'y') date.setFullYear(date.getFullYear() - count);
  return date.getTime();
}

const units: Readonly<Record<string, number>> = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** `500`, `20k`, `5M`, `1.5MB`. */
function octetsOf(value: string): number | null {
  const parts = /^(\d{1,12}(?:\.\d{1,3})?)([kmg]?)i?b?$/.exec(value);
  return parts ? Math.round(Number(parts[1]) * (units[parts[2] ?? ''] ?? 1)) : null;
}
