import { FONT_FAMILY, FONT_FILES, readFont, type Font } from './font.ts';
import type { GraphicElement } from './layer.ts';

/** How text is written in a picture. */
export interface Type {
  /** Pixels. */
  readonly size: number;
  readonly bold?: boolean;
}

/** Sizes that can be read when the picture is shown at 360 of its 1,200 pixels, as on a phone. */
export const TYPE = {
  title: { size: 42, bold: true },
  subtitle: { size: 30 },
  axis: { size: 32 },
  value: { size: 34, bold: true },
  label: { size: 28 },
  strong: { size: 28, bold: true },
  small: { size: 25 },
  notice: { size: 48 },
} as const satisfies Record<string, Type>;

let fonts: readonly Font[] | undefined;

/** Pixels from the begin of a text to its end. */
export function widthOf(text: string, { size, bold = false }: Type): number {
  fonts ??= FONT_FILES.map(readFont);
  return (fonts[bold ? 1 : 0]?.width(text) ?? text.length) * size;
}

/** A text, or as much of it as there is room for. The text may be long: it is measured few times. */
export function fitted(text: string, type: Type, width: number): string {
  if (widthOf(text, type) <= width) return text;
  const letters = [...text];
  const cut = (count: number) => `${letters.slice(0, count).join('').trimEnd()}…`;
  let fits = 0;
  for (let over = letters.length; over - fits > 1;) {
    const middle = Math.floor((fits + over) / 2);
    if (widthOf(cut(middle), type) <= width) fits = middle;
    else over = middle;
  }
  return fits === 0 ? '' : cut(fits);
}

/** A text at a place: `y` is its middle. */
export function lettering(
  text: string,
  type: Type,
  at: {
    readonly x: number;
    readonly y: number;
    readonly color: string;
    readonly align?: 'left' | 'center' | 'right';
    /** What is put behind it, so that lines do not run through it. */
    readonly on?: string;
  },
): GraphicElement {
  const { size, bold = false } = type;
  return {
    type: 'text',
    x: at.x,
    y: at.y,
    z: 10,
    silent: true,
    style: {
      // zrender keeps widths by their texts in a plain object, which has no such key: a blank makes it one.
      text: text === '__proto__' ? `${text} ` : text,
      fontFamily: FONT_FAMILY,
      fontSize: size,
      fontWeight: bold ? 'bold' : 'normal',
      fill: at.color,
      align: at.align ?? 'left',
      verticalAlign: 'middle',
      ...(at.on !== undefined && { stroke: at.on, lineWidth: size / 4 }),
    },
  };
}
