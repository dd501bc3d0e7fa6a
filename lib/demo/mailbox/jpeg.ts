import type { Canvas } from './canvas';

/**
 * A baseline JPEG writer (ITU-T T.81), no subsampling, the luminance tables for all three components: small
 * enough to read, good enough for holiday pictures.
 */

// Table K.1, in natural order, made finer for good quality.
const quantisers = [
  16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56, 14, 17, 22,
  29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113, 92, 49, 64, 78, 87, 103,
  121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
].map((value) => Math.max(1, Math.round(value * 0.35)));

/** Natural index of each coefficient in zigzag order (figure A.6): up and down the diagonals. */
const zigzag = Uint8Array.from({ length: 64 }, (_, index) => index).sort((a, b) => {
  const [diagonalA, diagonalB] = [(a >> 3) + (a & 7), (b >> 3) + (b & 7)];
  if (diagonalA !== diagonalB) return diagonalA - diagonalB;
  return diagonalA % 2 ? (a >> 3) - (b >> 3) : (a & 7) - (b & 7);
});

const dcCounts = [0, 1, 5, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0];
const dcValues = Array.from({ length: 12 }, (_, index) => index);
const acCounts = [0, 2, 1, 3, 3, 2, 4, 3, 5, 5, 4, 4, 0, 0, 1, 125];
// Table K.5: the frequent ones by hand, the rest in order.
const acFrequent = [
  0x01, 0x02, 0x03, 0x00, 0x04, 0x11, 0x05, 0x12, 0x21, 0x31, 0x41, 0x06, 0x13, 0x51, 0x61, 0x07, 0x22, 0x71,
  0x14, 0x32, 0x81, 0x91, 0xa1, 0x08, 0x23, 0x42, 0xb1, 0xc1, 0x15, 0x52, 0xd1, 0xf0, 0x24, 0x33, 0x62, 0x72,
  0x82,
];
const acRest = Array.from({ length: 160 }, (_, index) => (Math.floor(index / 10) << 4) | ((index % 10) + 1));
const acValues = [...acFrequent, ...acRest.filter((value) => !acFrequent.includes(value))];

type Code = readonly [bits: number, length: number];

function codesOf(counts: readonly number[], values: readonly number[]): Map<number, Code> {
  const codes = new Map<number, Code>();
  let code = 0;
  let index = 0;
  counts.forEach((count, length) => {
    for (let n = 0; n < count; n++) codes.set(values[index++] ?? 0, [code++, length + 1]);
    code <<= 1;
  });
  return codes;
}

const dcCodes = codesOf(dcCounts, dcValues);
const acCodes = codesOf(acCounts, acValues);

const cosines = Float64Array.from({ length: 64 }, (_, index) => {
  const [frequency, position] = [index >> 3, index & 7];
  return (frequency ? 0.5 : Math.SQRT1_2 / 2) * Math.cos(((2 * position + 1) * frequency * Math.PI) / 16);
});

const half = new Float64Array(64);

/** One pass of the 8×8 discrete cosine transform: rows of `source` become columns of `target`. */
function pass(source: Float64Array, target: Float64Array): void {
  for (let row = 0; row < 64; row += 8)
    for (let frequency = 0; frequency < 8; frequency++) {
      let sum = 0;
      for (let n = 0; n < 8; n++) sum += (source[row + n] ?? 0) * (cosines[frequency * 8 + n] ?? 0);
      target[frequency * 8 + (row >> 3)] = sum;
    }
}

class BitWriter {
  readonly bytes: number[] = [];
  #held = 0;
  #count = 0;

  write([bits, length]: Code): void {
    for (let n = length - 1; n >= 0; n--) {
      this.#held = (this.#held << 1) | ((bits >> n) & 1);
      if (++this.#count < 8) continue;
      this.bytes.push(this.#held);
      if (this.#held === 0xff) this.bytes.push(0);
      this.#held = 0;
      this.#count = 0;
    }
  }

  flush(): void {
    if (this.#count) this.write([0x7f, 8 - this.#count]);
  }

  /** A Huffman code for the size, then the value's own bits (F.1.2). */
  coefficient(codes: Map<number, Code>, run: number, value: number): void {
    const size = value ? 32 - Math.clz32(Math.abs(value)) : 0;
    this.write(codes.get((run << 4) | size) ?? [0, 0]);
    if (size) this.write([value < 0 ? value + (1 << size) - 1 : value, size]);
  }
}

const segment = (marker: number, data: readonly number[]) => {
  const length = data.length + 2;
  return [0xff, marker, length >> 8, length & 0xff, ...data];
};

/** The weights of red, green and blue, and the offset, of Y, Cb and Cr. */
const components = [
  [0.299, 0.587, 0.114, -128],
  [-0.1687, -0.3313, 0.5, 0],
  [0.5, -0.4187, -0.0813, 0],
] as const;

/** The drawing as a JPEG of good quality. */
export function jpeg({ width, height, pixels }: Canvas): Uint8Array {
  const out = new BitWriter();
  const previous = [0, 0, 0];
  const block = new Float64Array(64);
  const values = new Int16Array(64);
  for (let top = 0; top < height; top += 8)
    for (let left = 0; left < width; left += 8)
      components.forEach(([red, green, blue, offset], component) => {
        for (let n = 0; n < 64; n++) {
          const y = Math.min(top + (n >> 3), height - 1);
          const at = (y * width + Math.min(left + (n & 7), width - 1)) * 3;
          block[n] =
            (pixels[at] ?? 0) * red + (pixels[at + 1] ?? 0) * green + (pixels[at + 2] ?? 0) * blue + offset;
        }
        pass(block, half);
        pass(half, block);
        for (let n = 0; n < 64; n++) {
          const natural = zigzag[n] ?? 0;
          values[n] = Math.round((block[natural] ?? 0) / (quantisers[natural] ?? 1));
        }
        const dc = values[0] ?? 0;
        out.coefficient(dcCodes, 0, dc - (previous[component] ?? 0));
        previous[component] = dc;
        let run = 0;
        for (let n = 1; n < 64; n++) {
          const value = values[n] ?? 0;
          if (!value) {
            run++;
            continue;
          }
          for (; run > 15; run -= 16) out.write(acCodes.get(0xf0) ?? [0, 0]);
          out.coefficient(acCodes, run, value);
          run = 0;
        }
        if (run) out.write(acCodes.get(0) ?? [0, 0]);
      });
  out.flush();
  const three = [1, 2, 3];
  const head = [
    ...segment(0xe0, [0x4a, 0x46, 0x49, 0x46, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0]),
    ...segment(0xdb, [0, ...Array.from(zigzag, (natural) => quantisers[natural] ?? 1)]),
    ...segment(0xc0, [
      8,
      height >> 8,
      height & 0xff,
      width >> 8,
      width & 0xff,
      3,
      ...three.flatMap((id) => [id, 0x11, 0]),
    ]),
    ...segment(0xc4, [0x00, ...dcCounts, ...dcValues]),
    ...segment(0xc4, [0x10, ...acCounts, ...acValues]),
    ...segment(0xda, [3, ...three.flatMap((id) => [id, 0]), 0, 63, 0]),
  ];
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, ...head]),
    Buffer.from(out.bytes),
    Buffer.from([0xff, 0xd9]),
  ]);
}
