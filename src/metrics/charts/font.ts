import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The family of the fonts in `assets/fonts`, which stands two folders above `src` and `dist` alike. */
export const FONT_FAMILY = 'DejaVu Sans';

export const FONT_FILES = ['DejaVuSans.ttf', 'DejaVuSans-Bold.ttf'].map((name) =>
  fileURLToPath(new URL(`../../../assets/fonts/${name}`, import.meta.url)),
);

export interface Font {
  /** How wide a text is, for a size of 1. */
  readonly width: (text: string) => number;
}

/**
 * Reads how wide a TrueType font's characters are: nothing is cut off or overlaps because the width of
 * a text was guessed. Only what our own fonts have: a `cmap` of format 12.
 * Source: https://learn.microsoft.com/typography/opentype/spec/otff
 */
export function readFont(file: string): Font {
  const data = readFileSync(file);
  const tables = tablesOf(data);
  const table = (tag: string): number => {
    const offset = tables.get(tag);
    if (offset === undefined) throw new Error(`${file} has no table ${tag}`);
    return offset;
  };
  const unitsPerEm = data.readUInt16BE(table('head') + 18);
  const metrics = data.readUInt16BE(table('hhea') + 34);
  const widths = table('hmtx');
  const glyphs = glyphsOf(data, table('cmap'), file);
  const advance = (glyph: number): number =>
    data.readUInt16BE(widths + 4 * Math.min(glyph, metrics - 1)) / unitsPerEm;
  return {
    // What the font lacks is drawn as its glyph 0, an empty box.
    width: (text) =>
      [...text].reduce((sum, one) => sum + advance(glyphs.get(one.codePointAt(0) ?? 0) ?? 0), 0),
  };
}

function tablesOf(data: Buffer): ReadonlyMap<string, number> {
  const entries = Array.from({ length: data.readUInt16BE(4) }, (_, index) => 12 + 16 * index);
  return new Map(
    entries.map((at) => [data.toString('latin1', at, at + 4), data.readUInt32BE(at + 8)]),
  );
}

/** The number of the glyph of each code point. */
function glyphsOf(data: Buffer, cmap: number, file: string): ReadonlyMap<number, number> {
  const subtables = Array.from(
    { length: data.readUInt16BE(cmap + 2) },
    (_, index) => cmap + data.readUInt32BE(cmap + 8 + 8 * index),
  );
  const subtable = subtables.find((at) => data.readUInt16BE(at) === 12);
  if (subtable === undefined) throw new Error(`${file} has no cmap of format 12`);
  const glyphs = new Map<number, number>();
  for (let group = 0; group < data.readUInt32BE(subtable + 12); group += 1) {
    const at = subtable + 16 + 12 * group;
    const [first, last, glyph] = [0, 4, 8].map((offset) => data.readUInt32BE(at + offset));
    if (first === undefined || last === undefined || glyph === undefined) break;
    for (let code = first; code <= last; code += 1) glyphs.set(code, glyph + code - first);
  }
  return glyphs;
}
