const step = 16;

/**
 * The width that a key gives to the pane before a border; null: the key means nothing there. Arrows go where they point, also
 * where lines run from right to left.
 */
export function widthAfter(
  key: string,
  { value, min, max }: { value: number; min: number; max: number },
  rightToLeft: boolean,
): number | null {
  const wider = rightToLeft ? 'ArrowLeft' : 'ArrowRight';
  if (key === 'Home') return min;
  if (key === 'End') return max;
  if (key !== 'ArrowLeft' && key !== 'ArrowRight') return null;
  return key === wider ? value + step : value - step;
}
