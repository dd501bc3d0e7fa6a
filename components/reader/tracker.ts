/** How an element is to look, as far as it tells whether it can be seen: CSS properties and their values. */
export type Look = ReadonlyMap<string, string>;

/** The properties of a `Look`. */
export const lookedAt: readonly string[] = [
  ...['display', 'visibility', 'opacity', 'overflow-x', 'overflow-y'],
  ...['width', 'height', 'min-width', 'min-height', 'max-width', 'max-height'],
  ...['left', 'top', 'right', 'bottom', 'margin-left', 'margin-top'],
];

export interface Box {
  /** Attributes; null where there is none. */
  width: string | null;
  height: string | null;
  hidden: boolean;
  look: Look;
}

/** Whether an element is put where nobody sees it or anything inside: hidden, closed to nothing, or far outside. */
export function hides({ hidden, look }: Box): boolean {
  const display = look.get('display');
  if (display === 'none' || (hidden && display === undefined)) return true;
  if (Number.parseFloat(look.get('opacity') ?? '1') < 0.02) return true;
  const closed = (size: string, overflow: string) =>
    /^(?:hidden|clip)$/.test(look.get(overflow) ?? '') &&
    [look.get(size), look.get(`max-${size}`)].some((value) => (px(value) ?? 1) < 1) &&
    !isOpened(look.get(`min-${size}`));
  if (closed('height', 'overflow-y') || closed('width', 'overflow-x')) return true;
  return farOut.some((name) => (px(look.get(name)) ?? 0) <= -500);
}

const farOut = ['left', 'top', 'right', 'bottom', 'margin-left', 'margin-top'];

/**
 * Whether a picture is too small to be seen: at most 3 px high and wide; at most one where only one of the two is told,
 * for then the other follows it. A line across the message is a picture.
 */
export function isTiny(box: Box): boolean {
  const wide = extent(box, 'width');
  const high = extent(box, 'height');
  if (wide === 0 || high === 0) return true;
  const within = (size: typeof wide, most: number) => typeof size === 'number' && size <= most;
  if (wide === null || high === null) return within(wide, 1) || within(high, 1);
  return within(wide, 3) && within(high, 3);
}

/** Px; `some` for per cent and the like, null where nothing is told. */
function extent({ look, ...box }: Box, name: 'width' | 'height'): number | 'some' | null {
  const told = look.get(name) ?? box[name];
  let size: number | 'some' | null =
    told === null || /^\s*(?:auto)?\s*$/i.test(told) ? null : (px(told) ?? 'some');
  const most = px(look.get(`max-${name}`));
  if (most !== null && (typeof size !== 'number' || size > most)) size = most;
  return typeof size === 'number' && isOpened(look.get(`min-${name}`)) ? 'some' : size;
}

/** Of the least width and height: whether it is more than nothing. */
const isOpened = (least: string | undefined) =>
  least !== undefined && least !== 'auto' && (px(least) ?? 9) > 3;

/** What units are worth in px, about: letters and windows have their usual sizes. */
const units: Readonly<Record<string, number>> = {
  ...{ '': 1, px: 1, pt: 4 / 3, pc: 16, in: 96, cm: 38, mm: 3.8, q: 0.95 },
  ...{ em: 16, rem: 16, ex: 8, ch: 8, vw: 8, vh: 8, vmin: 8, vmax: 8 },
};

/** A length in px; null for what is none. */
function px(value: string | null | undefined): number | null {
  const [, number = '', unit = ''] =
    /^(?:calc\()?([+-]?(?:\d{1,9}\.?\d{0,9}|\.\d{1,9}))([a-z]{0,4}|%)\)?$/i.exec((value ?? '').trim()) ?? [];
  if (number === '') return null;
  if (Number(number) === 0) return 0;
  const each = units[unit.toLowerCase()];
  return each === undefined ? null : Number(number) * each;
}
