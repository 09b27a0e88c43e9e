import type { LineSeriesOption } from 'echarts/charts';
import type { Frame } from './frame.ts';
import { penOf, type Palette } from './palette.ts';
import { thinned } from './segments.ts';
import type { Sketch } from './sketch.ts';

const THICK = 5;
const DOT = 14;
/** Pixels in which a line goes up and down once at most: less than it is thick. */
const COLUMN = 3;

/** The series as lines, broken where a point is missing; a point by itself is a dot. */
export function lines(
  { series, from, to }: Sketch,
  frame: Frame,
  palette: Palette,
): LineSeriesOption[] {
  const column = (COLUMN * (to - from)) / (frame.right - frame.left);
  return series.map(({ segments }, index) => {
    const { color, dash } = penOf(palette, index);
    return {
      type: 'line',
      silent: true,
      symbol: 'none',
      showSymbol: true,
      showAllSymbol: true,
      lineStyle: {
        color,
        width: THICK,
        type: dash.length === 0 ? 'solid' : [...dash],
        join: 'round',
        cap: 'round',
      },
      itemStyle: { color, borderWidth: 0 },
      data: segments.flatMap((segment) => {
        const [only, ...more] = thinned(segment, column);
        if (only === undefined) return [];
        if (more.length === 0) {
          return [{ value: [only.at, only.value], symbol: 'circle', symbolSize: DOT }, BREAK];
        }
        return [...[only, ...more].map(({ at, value }) => ({ value: [at, value] })), BREAK];
      }),
    };
  });
}

/** What is no number interrupts a line. */
const BREAK = { value: ['-', '-'] };
