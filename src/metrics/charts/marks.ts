import type { Mark } from './chart.ts';
import { WIDTH, MARGIN, type Frame } from './frame.ts';
import type { GraphicElement } from './layer.ts';
import { fitted, lettering, TYPE, widthOf } from './lettering.ts';
import type { Palette } from './palette.ts';

const ROW = 36;
const MOST_ROWS = 2;
const GAP = 16;
const WIDEST = 320;

/** Where the text of a mark is: in which row above the plot, and its middle. */
interface MarkText {
  readonly mark: Mark;
  readonly text: string;
  readonly x: number;
  readonly row: number;
}

/**
 * Two rows of texts, the first the nearest to the plot: above their lines, or else beside them, and
 * where possible with no other mark's line through them. What fits nowhere is only a line.
 */
export function markTexts(
  marks: readonly Mark[],
  { left, x }: Pick<Frame, 'left' | 'x'>,
): readonly MarkText[] {
  const ends = Array.from({ length: MOST_ROWS }, () => left - GAP);
  return marks.flatMap((mark, index) => {
    const text = fitted(mark.label, TYPE.label, WIDEST);
    if (text === '') return [];
    const half = widthOf(text, TYPE.label) / 2;
    const line = x(mark.at);
    const next = marks[index + 1];
    const clear = next === undefined ? WIDTH - MARGIN : x(next.at) - GAP / 2;
    for (const limit of [clear, WIDTH - MARGIN]) {
      for (const [row, end] of ends.entries()) {
        const middle = [line, line - half, line + half].find(
          (place) => place - half >= end + GAP && place + half <= Math.min(limit, WIDTH - MARGIN),
        );
        if (middle === undefined) continue;
        ends[row] = middle + half;
        return [{ mark, text, x: middle, row }];
      }
    }
    return [];
  });
}

/** How many pixels the texts need above the plot. */
export function roomForMarks(texts: readonly MarkText[]): number {
  return texts.length === 0 ? 0 : (Math.max(...texts.map(({ row }) => row)) + 1) * ROW;
}

/** What happened meanwhile: a line through the plot, its name above. */
export function markLines(
  marks: readonly Mark[],
  texts: readonly MarkText[],
  { frame, palette }: { readonly frame: Frame; readonly palette: Palette },
): readonly GraphicElement[] {
  const { top, bottom } = frame;
  const color = palette.muted;
  return [
    ...marks.map((mark): GraphicElement => {
      const row = texts.find((one) => one.mark === mark)?.row ?? 0;
      const x = frame.x(mark.at);
      return {
        type: 'line',
        shape: { x1: x, y1: top - row * ROW, x2: x, y2: bottom },
        style: { stroke: color, lineWidth: 2, lineDash: [3, 6] },
        z: 1,
        silent: true,
      };
    }),
    ...texts.map(({ text, x, row }) =>
      lettering(text, TYPE.label, {
        x,
        y: top - (row + 0.5) * ROW,
        color,
        align: 'center',
        on: palette.paper,
      }),
    ),
  ];
}
