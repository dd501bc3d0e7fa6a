/**
 * Whether styles need a light ground to be read: they paint a background, or write in a colour that is too dark for a
 * dark one. Greys and bright colours are readable on both.
 *
 * @param css declarations, of a style attribute or of a whole sheet
 */
export function needsLightGround(css: string): boolean {
  for (const [, property, value] of css.matchAll(
    /(?:^|[;{\s"'])(background(?:-color)?|color)\s*:\s*([^;}]{1,200})/gi,
  )) {
    const painted = (value ?? '').replace(/!important/i, '').trim();
    if (property?.toLowerCase() === 'color' ? isDark(painted) : !isClear(painted)) return true;
  }
  return false;
}

/** For the attributes of old: `<font color>`, `<body text>`. */
export function isDark(colour: string): boolean {
  const rgb = rgbOf(colour);
  if (rgb === null) return !/^(inherit|initial|unset|currentcolor|revert)$/i.test(colour.trim());
  const [red, green, blue] = rgb.map((part) => {
    const light = part / 255;
    return light <= 0.04045 ? light / 12.92 : ((light + 0.055) / 1.055) ** 2.4;
  });
  // WCAG's relative luminance; 0.14 keeps 3:1 against the dark theme's paper.
  return 0.2126 * (red ?? 0) + 0.7152 * (green ?? 0) + 0.0722 * (blue ?? 0) < 0.14;
}

function isClear(background: string): boolean {
  return /^(transparent|none|inherit|initial|unset)$/i.test(background);
}

/** Names that mail uses for colours readable on a dark ground; unknown names count as dark. */
const names: Record<string, readonly [number, number, number]> = {
  gray: [128, 128, 128],
  grey: [128, 128, 128],
  silver: [192, 192, 192],
  white: [255, 255, 255],
};

function rgbOf(colour: string): readonly number[] | null {
  const text = colour.trim().toLowerCase();
  const hex = /^#?([0-9a-f]{3}|[0-9a-f]{6})$/.exec(text)?.[1];
  if (hex) {
    const full = hex.length === 3 ? hex.replace(/./g, '$&$&') : hex;
    return [0, 2, 4].map((at) => Number.parseInt(full.slice(at, at + 2), 16));
  }
  const parts = /^rgba?\(\s*(\d{1,3})[\s,]+(\d{1,3})[\s,]+(\d{1,3})/.exec(text);
  if (parts) return parts.slice(1, 4).map(Number);
  return Object.hasOwn(names, text) ? (names[text] ?? null) : null;
}
