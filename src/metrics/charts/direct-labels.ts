import type { Frame } from './frame.ts';
import type { GraphicElement } from './layer.ts';
import { fitted, lettering, TYPE, widthOf } from './lettering.ts';
import type { Palette, Pen } from './palette.ts';
import { spread } from './spread.ts';

/** What stands beside the end of a line: its name and its latest value. */
export interface DirectLabel {
  /** Absent where there is nothing to tell apart. */
  readonly name?: string;
  readonly value?: string;
  readonly pen: Pen;
  /** Where the line ends, in the values of the axis. */
  readonly level: number;
}

const WIDEST = 300;
/** Of the piece of line before a label, with the room before and after it. */
const SAMPLE = 44;
const GAP = 14;
/** With more than these, names and values share a line. */
const MOST_ROOMY = 4;
const ROOMY = 76;
const TIGHT = 42;

/** How many pixels they need beside the plot. */
export function roomForLabels(labels: readonly DirectLabel[]): number {
  if (labels.length === 0) return 0;
  const isRoomy = labels.length <= MOST_ROOMY;
  const widths = labels.map(({ name = '', value = '' }) =>
    isRoomy
      ? Math.max(widthOf(name, TYPE.label), widthOf(value, TYPE.value))
      : widthOf(`${name} ${value}`, TYPE.small),
  );
  const sample = labels.some(({ name }) => name !== undefined) ? SAMPLE : 0;
  return Math.min(Math.max(...widths), WIDEST) + sample + 2 * GAP;
}

/** The labels to the right of the plot, as near to the ends of their lines as they fit. */
export function directLabels(
  labels: readonly DirectLabel[],
  frame: Frame,
  palette: Palette,
): readonly GraphicElement[] {
  const isRoomy = labels.length <= MOST_ROOMY;
  const { top, bottom } = frame;
  const places = spread(
    labels.map(({ level }) => frame.y(level)),
    { height: isRoomy ? ROOMY : TIGHT, top: top - GAP, bottom: bottom + GAP },
  );
  return labels.flatMap((label, index) => {
    const place = { x: frame.right + GAP, y: places[index] ?? bottom };
    return isRoomy ? roomy(label, place, palette) : tight(label, place, palette);
  });
}

interface Place {
  readonly x: number;
  readonly y: number;
}

function roomy(
  { name, value, pen }: DirectLabel,
  { x, y }: Place,
  palette: Palette,
): GraphicElement[] {
  if (name === undefined) return [lettering(value ?? '', TYPE.value, { x, y, color: pen.color })];
  const at = x + SAMPLE;
  const line = fitted(name, TYPE.label, WIDEST);
  if (value === undefined) {
    return [sample(pen, x, y), lettering(line, TYPE.label, { x: at, y, color: palette.muted })];
  }
  return [
    sample(pen, x, y - 18),
    lettering(line, TYPE.label, { x: at, y: y - 18, color: pen.color }),
    lettering(value, TYPE.value, { x: at, y: y + 18, color: palette.ink }),
  ];
}

function tight(
  { name = '', value, pen }: DirectLabel,
  { x, y }: Place,
  palette: Palette,
): GraphicElement[] {
  const behind = value === undefined ? '' : ` ${value}`;
  const line = fitted(name, TYPE.small, WIDEST - widthOf(behind, TYPE.small));
  const at = x + SAMPLE;
  return [
    sample(pen, x, y),
    lettering(line, TYPE.small, { x: at, y, color: pen.color }),
    lettering(behind.trimStart(), TYPE.small, {
      x: at + widthOf(`${line} `, TYPE.small),
      y,
      color: palette.ink,
    }),
  ];
}

function sample({ color, dash }: Pen, x: number, y: number): GraphicElement {
  return {
    type: 'line',
    shape: { x1: x, y1: y, x2: x + SAMPLE - 10, y2: y },
    style: { stroke: color, lineWidth: 5, ...(dash.length > 0 && { lineDash: [...dash] }) },
    silent: true,
  };
}
