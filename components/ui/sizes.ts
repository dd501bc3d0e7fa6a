const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** 48 kB, 2.1 MB: decimal units, one digit after the point below ten, in the reader's own way of writing numbers. */
export function sizeText(octets: number, locale: string): string {
  let value = Math.max(0, octets);
  let unit = 0;
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const digits = unit > 0 && value < 9.95 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: units[unit] ?? 'byte',
    unitDisplay: unit === 0 ? 'long' : 'short',
    maximumFractionDigits: digits,
  }).format(value);
}

/** 12s, 3 mins, 2 hrs: one unit, rounded up so that it never promises too much. */
export function durationText(seconds: number, locale: string): string {
  const [value, unit] =
    seconds < 60
      ? [Math.ceil(seconds), 'second']
      : seconds < 3600
        ? [Math.ceil(seconds / 60), 'minute']
        : [Math.ceil(seconds / 3600), 'hour'];
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit: `${unit}`,
    unitDisplay: unit === 'second' ? 'narrow' : 'short',
  }).format(Number(value));
}
