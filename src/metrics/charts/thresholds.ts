import type { Point } from './chart.ts';
import type { Frame } from './frame.ts';
import type { GraphicElement } from './layer.ts';
import { fitted, lettering, TYPE, widthOf } from './lettering.ts';
import type { Palette } from './palette.ts';
import { valueText } from './scale.ts';
import type { Sketch, ThresholdSketch } from './sketch.ts';
import { spread } from './spread.ts';

const HEIGHT = 38;
const GAP = 12;
/** In how many places along its line a text is tried. */
const PLACES = 24;

/** The lines that must not be crossed, named, and what lies beyond them tinted. */
export function thresholdLines(
  { thresholds, series, unit }: Sketch,
  frame: Frame,
  palette: Palette,
): readonly GraphicElement[] {
  const { left, right, top, bottom } = frame;
  const places = spread(
    thresholds.map(({ value, bad }) => frame.y(value) + (bad === 'above' ? -HEIGHT : HEIGHT) / 2),
    { height: HEIGHT, top, bottom },
  );
  const points = series.flatMap(({ segments }) => segments.flat());
  return thresholds.flatMap((threshold, index) => {
    const { label, value, severity } = threshold;
    const color = palette.severity[severity];
    const y = frame.y(value);
    const end = frame.y(endOf(threshold, thresholds, frame));
    const text = fitted(
      `${label} ${valueText(value, unit)}`.trim(),
      TYPE.strong,
      (right - left) / 2,
    );
    const middle = places[index] ?? y;
    // By itself it may also stand on the other side of its line.
    const across = 2 * y - middle;
    const mayCross =
      thresholds.length === 1 && across > top + HEIGHT / 2 && across < bottom - HEIGHT / 2;
    const heights = mayCross ? [middle, across] : [middle];
    return [
      {
        type: 'rect',
        shape: { x: left, y: Math.min(y, end), width: right - left, height: Math.abs(y - end) },
        style: { fill: color, opacity: palette.tint },
        z: 0,
        silent: true,
      },
      {
        type: 'line',
        shape: { x1: left, y1: y, x2: right, y2: y },
        style: { stroke: color, lineWidth: 3 },
        z: 1,
        silent: true,
      },
      lettering(text, TYPE.strong, {
        ...emptiest(points, frame, { heights, width: widthOf(text, TYPE.strong) }),
        color,
        on: palette.paper,
      }),
    ];
  });
}

/** The value up to which a threshold's tint reaches: the next one on the same side, or the plot's end. */
function endOf(
  { value, bad }: ThresholdSketch,
  thresholds: readonly ThresholdSketch[],
  { range }: Frame,
): number {
  const others = thresholds.filter((other) => other.bad === bad).map((other) => other.value);
  return bad === 'above'
    ? Math.min(range.max, ...others.filter((other) => other > value))
    : Math.max(range.min, ...others.filter((other) => other < value));
}

/**
 * Where along a threshold its text covers the least of the lines: to the left and at the first of
 * these heights if there is a choice.
 */
function emptiest(
  points: readonly Point[],
  { left, right, bottom, x, y }: Frame,
  text: { readonly heights: readonly number[]; readonly width: number },
): { readonly x: number; readonly y: number } {
  const room = right - left - text.width - 2 * GAP;
  const places = text.heights.flatMap((height) => {
    const near = points
      .filter(({ value }) => Math.abs(y(value) - height) < HEIGHT)
      .map(({ at }) => x(at));
    return Array.from({ length: PLACES }, (_, index) => {
      const place = left + GAP + (room * index) / (PLACES - 1);
      const isCovered = (one: number): boolean =>
        place - GAP <= one && one <= place + text.width + GAP;
      return { x: place, y: height, covered: near.filter(isCovered).length };
    });
  });
  const least = Math.min(...places.map(({ covered }) => covered));
  return places.find(({ covered }) => covered === least) ?? { x: left, y: bottom };
}
