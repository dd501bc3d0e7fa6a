import { blend, Canvas, type Colour } from './canvas';

/** A bowl on a table, turned from code: `glaze` is the light side, `shade` the dark one. */
export function bowl(width: number, height: number, glaze: Colour, shade: Colour, wall: Colour): Canvas {
  const canvas = new Canvas(width, height, blend(wall, [255, 255, 255], 0.25), wall);
  const table = height * 0.68;
  canvas.hills(() => table, blend(wall, [90, 62, 40], 0.55), blend(wall, [52, 36, 26], 0.75));
  const [cx, rim, rx, depth] = [width * 0.5, height * 0.36, width * 0.3, height * 0.42];
  canvas.ellipse(cx + rx * 0.18, rim + depth + 2, rx * 0.95, height * 0.05, [30, 22, 18], 0.5, 26);
  canvas.rectangle(cx - rx * 0.33, rim + depth - 8, rx * 0.66, 14, blend(shade, [120, 80, 50], 0.6));
  canvas.paint(cx - rx - 1, rim, cx + rx + 1, rim + depth, (x, y) => {
    const fall = (y - rim) / depth;
    const half = rx * (1 - fall ** 3) ** 0.5 * (1 - 0.18 * fall);
    const side = (x - cx) / half;
    if (Math.abs(side) > 1 + 1 / half) return null;
    const light = Math.max(0, Math.cos(side * 1.35 + 0.55)) ** 1.4;
    const pooled = blend(blend(shade, glaze, light), shade, fall ** 4 * 0.6);
    return [pooled, Math.min(1, (1 - Math.abs(side)) * half + 0.5)];
  });
  canvas.ellipse(cx, rim, rx, height * 0.075, blend(glaze, [255, 255, 255], 0.35));
  canvas.ellipse(cx, rim + 2, rx * 0.965, height * 0.064, blend(shade, [20, 30, 28], 0.15));
  canvas.ellipse(cx + rx * 0.1, rim + 7, rx * 0.55, height * 0.03, blend(glaze, shade, 0.35), 0.7, 8);
  canvas.ellipse(cx - rx * 0.48, rim + depth * 0.33, rx * 0.07, depth * 0.16, [255, 255, 255], 0.55, 14);
  return canvas;
}

/** A harbour with hills, a low sun and a lighthouse. */
export function harbour(width: number, height: number, sky: Colour, glow: Colour, land: Colour): Canvas {
  const canvas = new Canvas(width, height, sky, glow);
  const sea = height * 0.66;
  const sunX = width * 0.64;
  canvas.ellipse(sunX, height * 0.5, height * 0.3, height * 0.3, [255, 240, 214], 0.35, height * 0.3);
  canvas.ellipse(sunX, height * 0.5, height * 0.075, height * 0.075, [255, 246, 226]);
  const ridge = (base: number, swing: number, pace: number) => (x: number) =>
    height * base -
    Math.sin(x / (width / pace)) * height * swing -
    Math.sin(x / (width / (pace * 2.7))) * height * swing * 0.4;
  canvas.hills(ridge(0.55, 0.06, 5), blend(land, glow, 0.6), blend(land, glow, 0.75));
  canvas.hills(ridge(0.62, 0.05, 8), blend(land, glow, 0.3), blend(land, glow, 0.5));
  canvas.hills(() => sea, blend(sky, glow, 0.7), blend(sky, land, 0.6));
  for (let row = 0; row < 26; row++) {
    const y = sea + 4 + row * row * 0.28;
    const reach = width * (0.04 + row * 0.006);
    const drift = Math.sin(row * 2.4) * width * 0.02;
    canvas.stroke(sunX + drift - reach, y, sunX + drift + reach, y, 1.4, [255, 240, 214], 0.55 - row * 0.017);
  }
  canvas.hills(
    (x) => height * 0.86 + (x - width * 0.1) ** 2 / (width * 0.55),
    land,
    blend(land, [0, 0, 0], 0.5),
  );
  const [tower, base] = [width * 0.14, height * 0.88];
  for (let step = 0; step < 5; step++) {
    const half = width * (0.017 - step * 0.0014);
    canvas.rectangle(
      tower - half,
      base - (step + 1) * height * 0.075,
      half * 2,
      height * 0.075 + 1,
      step % 2 ? [196, 62, 52] : [244, 240, 232],
    );
  }
  const lamp = base - 5.35 * height * 0.075;
  canvas.rectangle(tower - width * 0.012, lamp - height * 0.02, width * 0.024, height * 0.05, [40, 44, 52]);
  canvas.ellipse(tower, lamp, 4, 4, [255, 236, 160], 1, 6);
  return canvas;
}

/** Test tiles on a board, from the first colour to the last: what a potter calls an answer. */
export function tiles(columns: number, rows: number, from: Colour, to: Colour): Canvas {
  const canvas = new Canvas(columns * 72 + 24, rows * 84 + 24, [214, 201, 180], [190, 174, 150]);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const share = (row * columns + column) / (rows * columns - 1);
      const [left, top] = [24 + column * 72, 24 + row * 84];
      const colour = blend(from, to, share);
      canvas.rectangle(left + 3, top + 4, 48, 60, [60, 48, 36], 0.35);
      canvas.rectangle(left, top, 48, 60, [186, 140, 104]);
      canvas.paint(left, top, left + 48, top + 46 + ((share * 97) % 9), (x, y) => [
        blend(
          blend(colour, [255, 255, 255], 0.3),
          colour,
          Math.min(1, (y - top) / 30 + Math.abs(x - left - 16) / 60),
        ),
        1,
      ]);
      canvas.ellipse(left + 24, top + 8, 4, 4, [120, 96, 72]);
    }
  return canvas;
}

/** A page in grandma's hand: ruled paper, a coffee ring, and strokes that are as legible as she was. */
export function recipeCard(seed: number): Canvas {
  const canvas = new Canvas(420, 560, [250, 243, 226], [241, 230, 205]);
  for (let line = 0; line < 17; line++)
    canvas.stroke(30, 92 + line * 27, 392, 92 + line * 27, 1, [150, 176, 200], 0.5);
  canvas.stroke(58, 0, 58, 560, 1.2, [208, 120, 112], 0.6);
  const wave = (x: number, row: number) =>
    Math.sin(x * 0.55 + row * seed) * 4.5 +
    Math.sin(x * 0.23 + seed) * 3 +
    (Math.sin(x * 0.09 + row) > 0.86 ? -8 : 0);
  for (let row = 0; row < 15; row++) {
    const end = row === 0 ? 230 : 250 + ((row * 67 + seed * 41) % 130);
    for (let x = 68; x < end; x += 3) {
      // A gap between words, now and then.
      if (Math.sin(x * 0.11 + row * 2.1 + seed) > 0.92) continue;
      const y = 86 + row * 27;
      canvas.stroke(x, y + wave(x, row), x + 3, y + wave(x + 3, row), row ? 1.7 : 2.4, [38, 48, 92], 0.85);
    }
  }
  canvas.ellipse(330, 470, 52, 52, [150, 98, 48], 0.28, 5);
  canvas.ellipse(330, 470, 46, 46, [245, 235, 213], 0.9, 5);
  return canvas;
}

/** A stage from above: pools of light in the colours of the gels. */
export function lightPlan(gels: readonly Colour[]): Canvas {
  const canvas = new Canvas(560, 320, [22, 24, 30], [12, 13, 17]);
  canvas.ellipse(280, 250, 250, 96, [58, 44, 36], 1, 3);
  gels.forEach((gel, index) => {
    const x = 90 + (index * 380) / Math.max(1, gels.length - 1);
    const target = 150 + (index * 260) / Math.max(1, gels.length - 1);
    for (let ray = -6; ray <= 6; ray++) canvas.stroke(x, 44, target + ray * 6, 236, 9, gel, 0.035);
    canvas.ellipse(target, 240, 62, 26, gel, 0.5, 22);
    canvas.rectangle(x - 10, 28, 20, 16, [210, 214, 220]);
  });
  canvas.stroke(40, 26, 520, 26, 4, [120, 124, 132]);
  return canvas;
}

/** Bosun, the studio cat, in front of the kiln. He sat still because he is made of ellipses. */
export function cat(): Canvas {
  const canvas = new Canvas(400, 400, [226, 214, 196], [176, 150, 122]);
  canvas.ellipse(200, 372, 150, 24, [60, 44, 32], 0.5, 24);
  const [fur, dark]: [Colour, Colour] = [
    [214, 128, 56],
    [166, 88, 34],
  ];
  canvas.ellipse(306, 330, 74, 20, dark, 1, 2);
  canvas.ellipse(200, 282, 94, 104, fur, 1, 2);
  canvas.ellipse(200, 310, 52, 68, [246, 226, 196], 1, 10);
  for (const side of [-1, 1]) {
    for (let step = 0; step < 50; step++)
      canvas.stroke(
        200 + side * (30 + step * 0.5),
        96 + step,
        200 + side * (86 - step * 0.1),
        96 + step - (50 - step) * 0.9,
        3,
        fur,
      );
    canvas.ellipse(200 + side * 38, 372, 32, 18, [246, 226, 196], 1, 2);
  }
  canvas.ellipse(200, 150, 82, 70, fur, 1, 2);
  for (const stripe of [-26, 0, 26]) canvas.stroke(200 + stripe, 88, 200 + stripe * 0.7, 116, 7, dark, 0.9);
  for (const side of [-1, 1]) {
    canvas.ellipse(200 + side * 32, 144, 15, 17, [120, 158, 86], 1, 2);
    canvas.ellipse(200 + side * 32, 144, 5, 15, [20, 20, 18], 1, 2);
    canvas.ellipse(200 + side * 16, 182, 20, 15, [250, 238, 216], 1, 3);
    for (const tilt of [-8, 2, 12])
      canvas.stroke(200 + side * 24, 180, 200 + side * 104, 172 + tilt, 1.4, [255, 250, 240], 0.9);
  }
  canvas.ellipse(200, 169, 9, 6, [206, 104, 96], 1, 2);
  return canvas;
}

/** The colours that come back in the mail of a potter. */
export const colours = {
  celadon: [168, 201, 182],
  celadonDeep: [92, 140, 122],
  tenmoku: [92, 54, 34],
  tenmokuDark: [34, 20, 16],
  cobalt: [72, 104, 176],
  cobaltDeep: [26, 42, 96],
  moon: [244, 242, 236],
  moonShade: [186, 184, 178],
  rust: [190, 98, 56],
  plaster: [222, 214, 200],
} as const satisfies Record<string, Colour>;
