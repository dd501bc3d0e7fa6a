/** Red, green, blue, 0-255 each. */
export type Colour = readonly [number, number, number];

const mixed = (a: number, b: number, share: number) => a + (b - a) * share;

/** Between two colours: 0 is the first, 1 the second. */
export function blend(a: Colour, b: Colour, share: number): Colour {
  return [mixed(a[0], b[0], share), mixed(a[1], b[1], share), mixed(a[2], b[2], share)];
}

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

/** A small RGB drawing board: soft-edged shapes, nothing that needs a library. */
export class Canvas {
  readonly width: number;
  readonly height: number;
  /** Three bytes a pixel, row by row. */
  readonly pixels: Uint8Array;

  constructor(width: number, height: number, top: Colour, bottom: Colour = top) {
    this.width = width;
    this.height = height;
    this.pixels = new Uint8Array(width * height * 3);
    for (let y = 0; y < height; y++) {
      const row = this.pixels.subarray(y * width * 3, (y + 1) * width * 3);
      row.set(blend(top, bottom, y / height));
      // Doubles what is there: far quicker than pixel by pixel.
      for (let filled = 3; filled < row.length; filled *= 2) row.copyWithin(filled, 0, filled);
    }
  }

  /** Lays a colour over a pixel; `cover` 0-1. */
  dab(x: number, y: number, colour: Colour, cover: number): void {
    if (cover <= 0 || x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const share = Math.min(cover, 1);
    const at = (y * this.width + x) * 3;
    const { pixels } = this;
    pixels[at] = mixed(pixels[at] ?? 0, colour[0], share);
    pixels[at + 1] = mixed(pixels[at + 1] ?? 0, colour[1], share);
    pixels[at + 2] = mixed(pixels[at + 2] ?? 0, colour[2], share);
  }

  /** `shape` tells for a pixel in the box the colour and how much of it, or null. */
  paint(
    left: number,
    top: number,
    right: number,
    bottom: number,
    shape: (x: number, y: number) => [Colour, number] | null,
  ): void {
    const endX = Math.min(Math.ceil(right), this.width);
    const endY = Math.min(Math.ceil(bottom), this.height);
    for (let y = Math.max(Math.floor(top), 0); y < endY; y++)
      for (let x = Math.max(Math.floor(left), 0); x < endX; x++) {
        const dab = shape(x, y);
        if (dab) this.dab(x, y, dab[0], dab[1]);
      }
  }

  /** An ellipse; `soft` is the width of its edge in pixels. */
  ellipse(cx: number, cy: number, rx: number, ry: number, colour: Colour, opacity = 1, soft = 1): void {
    const [padX, padY] = [(soft * rx) / Math.min(rx, ry), (soft * ry) / Math.min(rx, ry)];
    this.paint(cx - rx - padX, cy - ry - padY, cx + rx + padX, cy + ry + padY, (x, y) => {
      const distance = (Math.hypot((x - cx) / rx, (y - cy) / ry) - 1) * Math.min(rx, ry);
      return [colour, clamp(0.5 - distance / soft, 0, 1) * opacity];
    });
  }

  rectangle(left: number, top: number, width: number, height: number, colour: Colour, opacity = 1): void {
    this.paint(left, top, left + width, top + height, () => [colour, opacity]);
  }

  /** Everything below a line of hills, from `colour` at its crest to `foot` at the bottom. */
  hills(crest: (x: number) => number, colour: Colour, foot: Colour): void {
    for (let x = 0; x < this.width; x++) {
      const line = crest(x);
      for (let y = Math.max(Math.floor(line), 0); y < this.height; y++)
        this.dab(x, y, blend(colour, foot, (y - line) / (this.height - line)), clamp(y - line + 1, 0, 1));
    }
  }

  /** A stroke of the pen from one point to another. */
  stroke(x1: number, y1: number, x2: number, y2: number, width: number, colour: Colour, opacity = 1): void {
    const length = Math.hypot(x2 - x1, y2 - y1) || 1;
    const pad = width + 1;
    this.paint(
      Math.min(x1, x2) - pad,
      Math.min(y1, y2) - pad,
      Math.max(x1, x2) + pad,
      Math.max(y1, y2) + pad,
      (x, y) => {
        const along = clamp(((x - x1) * (x2 - x1) + (y - y1) * (y2 - y1)) / length ** 2, 0, 1);
        const distance = Math.hypot(x - x1 - along * (x2 - x1), y - y1 - along * (y2 - y1));
        return [colour, clamp(width / 2 - distance + 0.5, 0, 1) * opacity];
      },
    );
  }
}
