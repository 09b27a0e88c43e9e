import { Resvg } from '@resvg/resvg-js';
import { FONT_FAMILY, FONT_FILES } from './font.ts';
import { indexedPng } from './indexed-png.ts';

/**
 * An SVG as PNG. Only our own fonts are used, so a picture looks the same on every machine; with none
 * resvg leaves all text out and says nothing.
 */
export function pngOf(svg: string): Uint8Array {
  const font = { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: FONT_FAMILY };
  const { pixels, width, height } = new Resvg(svg, { font }).render();
  return indexedPng(pixels, width, height);
}
