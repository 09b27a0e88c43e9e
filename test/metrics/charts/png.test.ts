import { crc32, inflateSync } from 'node:zlib';
import { Resvg } from '@resvg/resvg-js';
import { expect, test } from 'vitest';
import { chartScenes } from '../../../demo/chart-scenes.ts';
import { FONT_FAMILY, FONT_FILES } from '../../../src/metrics/charts/font.ts';
import { HEIGHT, WIDTH } from '../../../src/metrics/charts/frame.ts';
import { TYPE, widthOf } from '../../../src/metrics/charts/lettering.ts';
import { pngOf } from '../../../src/metrics/charts/png.ts';
import { pictureSvg } from '../../../src/metrics/charts/svg.ts';
import { chart } from './sample.ts';

const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: FONT_FAMILY };

interface Decoded {
  readonly width: number;
  readonly height: number;
  /** Of each pixel, red, green and blue. */
  readonly colors: readonly (readonly number[])[];
}

/** Reads a PNG with a palette and no filters, checking what a reader would refuse. */
function decode(png: Uint8Array): Decoded {
  const data = Buffer.from(png);
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < data.length;) {
    const length = data.readUInt32BE(at);
    const body = data.subarray(at + 4, at + 8 + length);
    expect(data.readUInt32BE(at + 8 + length)).toBe(crc32(body));
    chunks.set(body.toString('latin1', 0, 4), body.subarray(4));
    at += 12 + length;
  }
  expect([...chunks.keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
  const header = chunks.get('IHDR') ?? Buffer.alloc(13);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const palette = chunks.get('PLTE') ?? Buffer.alloc(0);
  const rows = inflateSync(chunks.get('IDAT') ?? Buffer.alloc(0));
  expect(rows).toHaveLength((width + 1) * height);
  const colors = [...rows]
    .filter((_, index) => index % (width + 1) !== 0)
    .map((index) => [...palette.subarray(3 * index, 3 * index + 3)]);
  return { width, height, colors };
}

test('a PNG shows what was drawn, though it has but 256 colours', () => {
  const [scene] = chartScenes();
  const svg = pictureSvg(scene?.picture ?? chart());
  const { width, height, colors } = decode(pngOf(svg));
  expect([width, height]).toEqual([WIDTH, HEIGHT]);
  const { pixels } = new Resvg(svg, { font }).render();
  const off = colors.map((color, index) =>
    Math.max(...color.map((part, channel) => Math.abs(part - (pixels[4 * index + channel] ?? 0)))),
  );
  expect(off.reduce((most, one) => Math.max(most, one), 0)).toBeLessThan(64);
  expect(off.reduce((sum, one) => sum + one, 0) / off.length).toBeLessThan(0.2);
});

test('text is drawn', () => {
  const svg = pictureSvg(chart({ title: 'A title to be read' }));
  const without = svg.replace('A title to be read', '');
  const [seen, unseen] = [decode(pngOf(svg)), decode(pngOf(without))];
  const different = seen.colors.filter(
    (color, index) => String(color) !== String(unseen.colors[index]),
  );
  expect(different.length).toBeGreaterThan(2_000);
});

test.each(chartScenes().map(({ name, picture }) => [name, picture] as const))(
  'a picture is less than 150 KB: %s',
  (_, picture) => {
    expect(pngOf(pictureSvg(picture)).length).toBeLessThan(150_000);
  },
);

test.each(['High error rate', 'Ünïcödé Ελληνικά Кириллица', '0123456789 %·–µ', 'WWW', 'iii'])(
  'a text is as wide as was thought: %s',
  (text) => {
    for (const type of [TYPE.axis, TYPE.title]) {
      const weight = type.size === TYPE.title.size ? 'bold' : 'normal';
      const style = `font-size:${type.size}px;font-family:${FONT_FAMILY};font-weight:${weight}`;
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="100"><text x="0" y="50" style="${style}">${text}</text></svg>`;
      const box = new Resvg(svg, { font }).getBBox();
      const end = (box?.x ?? 0) + (box?.width ?? 0);
      // The box ends where the ink does, the text a little later; kerning may take a little more.
      expect(Math.abs(end - widthOf(text, type))).toBeLessThan(0.2 * type.size);
    }
  },
);

test('bold is bolder', () => {
  expect(widthOf('Title', { size: 30, bold: true })).toBeGreaterThan(
    widthOf('Title', { size: 30 }),
  );
});
