import { HEIGHT, WIDTH, type Frame } from './frame.ts';
import type { Option } from './layer.ts';
import { TYPE, widthOf } from './lettering.ts';
import type { Palette } from './palette.ts';
import { FONT_FAMILY } from './font.ts';
import { ticksOf, type ValueAxis } from './value-axis.ts';

const GAP = 14;

interface Tick {
  readonly at: number;
  readonly label: string;
}

/** How many pixels the values beside an axis need. */
export function roomForValues(axis: ValueAxis): number {
  return Math.max(...ticksOf(axis).map((tick) => widthOf(axis.write(tick), TYPE.axis))) + GAP;
}

/** The two axes of a plot, quiet: lines across for the values, ticks for what runs along. */
export function axes(
  frame: Frame,
  palette: Palette,
  {
    across,
    up,
  }: {
    readonly across: {
      readonly min: number;
      readonly max: number;
      readonly ticks: readonly Tick[];
    };
    /** Absent where there are no values to be read off. */
    readonly up: ValueAxis;
  },
): Pick<Option, 'grid' | 'xAxis' | 'yAxis'> {
  const labels = new Map(across.ticks.map(({ at, label }) => [at, label]));
  const label = {
    color: palette.muted,
    fontSize: TYPE.axis.size,
    fontFamily: FONT_FAMILY,
    margin: GAP,
  };
  const customValues = across.ticks.map(({ at }) => at);
  return {
    grid: {
      left: frame.left,
      top: frame.top,
      right: WIDTH - frame.right,
      bottom: HEIGHT - frame.bottom,
      outerBoundsMode: 'none',
    },
    xAxis: {
      type: 'value',
      min: across.min,
      max: across.max,
      axisLine: { onZero: false, lineStyle: { color: palette.muted, width: 2 } },
      axisTick: {
        show: true,
        length: 8,
        lineStyle: { color: palette.muted, width: 2 },
        customValues,
      },
      splitLine: { show: false },
      axisLabel: {
        ...label,
        customValues,
        hideOverlap: false,
        showMinLabel: true,
        showMaxLabel: true,
        formatter: (at: number) => labels.get(at) ?? '',
      },
    },
    yAxis: {
      type: 'value',
      min: up.min,
      max: up.max,
      interval: up.step,
      axisLine: { show: false },
      axisTick: { show: false },
      splitLine: { lineStyle: { color: palette.grid, width: 2 } },
      axisLabel: {
        ...label,
        customValues: [...ticksOf(up)],
        showMinLabel: true,
        showMaxLabel: true,
        formatter: (value: number) => up.write(value),
      },
    },
  };
}
