import { crc32, deflateSync } from 'node:zlib';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const MOST_COLORS = 256;
/** Of so many colours, the most frequent, each is kept as it is: they fill areas, however like one another. */
const AREAS = 64;
/** The upper half of each of red, green and blue; of the others, what differs only below is one colour. */
const COARSE = 0xf0f0f0;

/**
 * An opaque picture (RGBA, a byte each) as PNG with a palette of 256 colours: a third of the size, and
 * a chart, which has a dozen colours and what lies between them, looks the same.
 * Source: https://www.w3.org/TR/png-3/#11Chunks
 */
export function indexedPng(pixels: Buffer, width: number, height: number): Uint8Array {
  const colors = colorsOf(pixels);
  const { palette, indexOf } = paletteOf(colors);
  // Each row begins with the number of its filter: 0, none, which is the best where colours are indexed.
  const rows = Buffer.alloc((width + 1) * height);
  let last = -1;
  let index = 0;
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const color = colors[row * width + column] ?? 0;
      if (color !== last) index = indexOf(color);
      last = color;
      rows[row * (width + 1) + column + 1] = index;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, each the number of a colour.
  header.set([8, 3], 8);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk(
      'PLTE',
      Buffer.from(palette.flatMap((color) => [color >> 16, (color >> 8) & 255, color & 255])),
    ),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Of each pixel, its colour as 0xRRGGBB. */
function colorsOf(pixels: Buffer): Uint32Array {
  const colors = new Uint32Array(pixels.length / 4);
  for (let index = 0; index < colors.length; index += 1) {
    const at = 4 * index;
    colors[index] =
      ((pixels[at] ?? 0) << 16) | ((pixels[at + 1] ?? 0) << 8) | (pixels[at + 2] ?? 0);
  }
  return colors;
}

/** How many pixels have each colour; neighbours mostly have the same. */
function countsOf(colors: Uint32Array): ReadonlyMap<number, number> {
  const counts = new Map<number, number>();
  let begin = 0;
  for (let at = 1; at <= colors.length; at += 1) {
    const color = colors[begin] ?? 0;
    if (colors[at] === color) continue;
    counts.set(color, (counts.get(color) ?? 0) + at - begin);
    begin = at;
  }
  return counts;
}

/** The most frequent colours, as they are, and which of them stands for any colour. */
function paletteOf(colors: Uint32Array): {
  readonly palette: readonly number[];
  readonly indexOf: (color: number) => number;
} {
  const frequent = [...countsOf(colors)].toSorted(([, a], [, b]) => b - a).map(([color]) => color);
  const palette = new Set(frequent.slice(0, AREAS));
  const byKind = new Map([...palette].map((color) => [color & COARSE, color]));
  for (const color of frequent) {
    if (palette.size === MOST_COLORS) break;
    const kind = color & COARSE;
    if (byKind.has(kind)) continue;
    byKind.set(kind, color);
    palette.add(color);
  }
  const chosen = [...palette];
  const indexes = new Map(chosen.map((color, index) => [color, index]));
  function indexOf(color: number): number {
    const known = indexes.get(color);
    if (known !== undefined) return known;
    const akin = byKind.get(color & COARSE);
    const index = akin === undefined ? nearest(color, chosen) : chosen.indexOf(akin);
    indexes.set(color, index);
    return index;
  }
  return { palette: chosen, indexOf };
}

function nearest(color: number, palette: readonly number[]): number {
  const distances = palette.map((other) => distance(color, other));
  return distances.indexOf(Math.min(...distances));
}

function distance(a: number, b: number): number {
  return [16, 8, 0].reduce(
    (sum, shift) => sum + (((a >> shift) & 255) - ((b >> shift) & 255)) ** 2,
    0,
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}
