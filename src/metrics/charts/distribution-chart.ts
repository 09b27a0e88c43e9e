import type { LineSeriesOption } from 'echarts/charts';
import { axes, roomForValues } from './axes.ts';
import type { Distributions, Histogram } from './chart.ts';
import { directLabels, roomForLabels } from './direct-labels.ts';
import { frameOf, HEIGHT, MARGIN, WIDTH } from './frame.ts';
import { BELOW_HEADING, heading } from './heading.ts';
import type { Option } from './layer.ts';
import { legible } from './legible.ts';
import { sharesOf } from './histogram.ts';
import { noData } from './no-data.ts';
import { paletteOf, penOf, type Pen } from './palette.ts';
import { ticksOf, valueAxis } from './value-axis.ts';

const TICKS = 66;

/** The picture of a feature as it was and as it is: two histograms over one another, in shares. */
export function distributionChart(asked: Distributions): Option {
  const palette = paletteOf(asked.theme);
  const unit = asked.unit === undefined ? undefined : legible(asked.unit);
  const { edges } = asked;
  const across = { min: edges.at(0) ?? 0, max: edges.at(-1) ?? 1 };
  const reference = percent(asked.reference);
  const current = percent(asked.current);
  const up = valueAxis([0, ...reference, ...current], '%');
  const pens = { reference: { color: palette.muted, dash: [] }, current: penOf(palette, 0) };
  const labels = [
    { name: legible(asked.current.label), level: Math.max(0, ...current), pen: pens.current },
    { name: legible(asked.reference.label), level: Math.max(0, ...reference), pen: pens.reference },
  ];
  const place = {
    left: MARGIN + roomForValues(up),
    right: WIDTH - MARGIN - roomForLabels(labels),
    top: BELOW_HEADING,
    bottom: HEIGHT - TICKS,
  };
  const frame = frameOf(place, across, up);
  const values = valueAxis(edges, unit);
  const ticks = ticksOf(values)
    .filter((at) => across.min <= at && at <= across.max)
    .map((at) => ({ at, label: values.write(at) }));
  const isEmpty = [...reference, ...current].every((share) => share === 0);
  return {
    animation: false,
    backgroundColor: palette.paper,
    ...axes(frame, palette, { across: { ...across, ticks }, up }),
    series: isEmpty
      ? []
      : [outline(edges, reference, pens.reference), outline(edges, current, pens.current)],
    graphic: {
      elements: [
        ...heading(legible(asked.title), legible(asked.note ?? ''), palette),
        ...directLabels(labels, frame, palette),
        ...(isEmpty ? [noData(frame, palette)] : []),
      ],
    },
  };
}

function percent(histogram: Histogram): readonly number[] {
  return sharesOf(histogram).map((share) => 100 * share);
}

/** A histogram as one line around it, filled so faintly that the one behind shows. */
function outline(
  edges: readonly number[],
  shares: readonly number[],
  { color }: Pen,
): LineSeriesOption {
  const tops = shares.flatMap((share, bin) => [
    [edges[bin] ?? 0, share],
    [edges[bin + 1] ?? 0, share],
  ]);
  return {
    type: 'line',
    silent: true,
    symbol: 'none',
    lineStyle: { color, width: 4 },
    areaStyle: { color, opacity: 0.2 },
    data: [[edges.at(0) ?? 0, 0], ...tops, [edges.at(-1) ?? 0, 0]],
  };
}
