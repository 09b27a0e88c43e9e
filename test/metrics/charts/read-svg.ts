import { widthOf } from '../../../src/metrics/charts/lettering.ts';

/** A text in a picture: what people read, and the pixels it takes. */
export interface SeenText {
  readonly text: string;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Of a letter's size, how high letters without descenders are. */
const HEIGHT = 0.74;

export function textsOf(svg: string): readonly SeenText[] {
  return [...svg.matchAll(/<text([^>]*)>([^<]*)<\/text>/gu)].map(([, tag = '', content = '']) => {
    const text = unescaped(content);
    const size = Number(/font-size:([\d.]+)px/u.exec(tag)?.[1]);
    const [x = 0, y = 0] = (/translate\(([-\d. ]+)\)/u.exec(tag)?.[1] ?? '').split(' ').map(Number);
    const middle = y + Number(/ y="([-\d.]+)"/u.exec(tag)?.[1] ?? 0);
    const width = widthOf(text, { size, bold: tag.includes('font-weight:bold') });
    const anchor = /text-anchor="(\w+)"/u.exec(tag)?.[1];
    const left = x - width * (anchor === 'end' ? 1 : anchor === 'middle' ? 0.5 : 0);
    const half = (HEIGHT * size) / 2;
    return { text, left, right: left + width, top: middle - half, bottom: middle + half };
  });
}

export function readOf(svg: string): readonly string[] {
  return textsOf(svg).map(({ text }) => text);
}

/** The lines of a thickness and colour, each as its unbroken pieces: the points of each. */
export function linesOf(
  svg: string,
  { width, color }: { readonly width: number; readonly color?: string },
): readonly (readonly (readonly number[])[])[] {
  return [...svg.matchAll(/<path d="([^"]+)"([^>]*)>/gu)]
    .filter(([, , tag = '']) => tag.includes(`stroke-width="${width}"`))
    .filter(([, , tag = '']) => color === undefined || tag.includes(`stroke="${color}"`))
    .map(([, d = '']) =>
      d
        .split('M')
        .slice(1)
        .map((piece) => piece.split(/[L ]/u).map(Number)),
    );
}

function unescaped(text: string): string {
  return text
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&');
}
