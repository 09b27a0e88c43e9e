import { axes, roomForValues } from './axes.ts';
import { bandAreas } from './bands.ts';
import { directLabels, roomForLabels, type DirectLabel } from './direct-labels.ts';
import { frameOf, HEIGHT, MARGIN, WIDTH } from './frame.ts';
import { BELOW_HEADING, heading } from './heading.ts';
import type { GraphicElement, Option } from './layer.ts';
import { fitted, lettering, TYPE } from './lettering.ts';
import { lines } from './lines.ts';
import { markLines, markTexts, roomForMarks } from './marks.ts';
import { noData } from './no-data.ts';
import { paletteOf, penOf, type Palette } from './palette.ts';
import { isWordy, valueText } from './scale.ts';
import type { Sketch } from './sketch.ts';
import { thresholdLines } from './thresholds.ts';
import { rangeText, timeTicks } from './time-axis.ts';
import { valueAxis } from './value-axis.ts';

/** Below the plot: the times. */
const TIMES = 66;
/** What a time takes of the width, with some room around it. */
const TICK = 140;
/** Below the times: the names of those that are not drawn. */
const OTHERS = 44;

/** The picture of a metric over time. */
export function lineChart(sketch: Sketch): Option {
  const { from, to, zone, marks, others } = sketch;
  const palette = paletteOf(sketch.theme);
  const up = valueAxis(
    drawnValues(sketch),
    sketch.unit,
    sketch.thresholds.map(({ value }) => value),
  );
  const labels = labelsOf(sketch, palette);
  const place = {
    left: MARGIN + roomForValues(up),
    right: WIDTH - Math.max(MARGIN - 10 + roomForLabels(labels), TICK / 2),
    top: BELOW_HEADING,
    bottom: HEIGHT - TIMES - (others.length === 0 ? 0 : OTHERS),
  };
  const ticks = timeTicks(from, to, { zone, most: Math.floor((place.right - place.left) / TICK) });
  const texts = markTexts(marks, frameOf(place, { min: from, max: to }, up));
  const frame = frameOf(
    { ...place, top: place.top + roomForMarks(texts) },
    { min: from, max: to },
    up,
  );
  const isEmpty = sketch.series.every(({ summary }) => summary === undefined);
  return {
    animation: false,
    backgroundColor: palette.paper,
    ...axes(frame, palette, { across: { min: from, max: to, ticks }, up }),
    series: lines(sketch, frame, palette),
    graphic: {
      elements: [
        ...heading(sketch.title, subtitle(sketch), palette),
        ...bandAreas(sketch.bands, frame, palette),
        ...thresholdLines(sketch, frame, palette),
        ...markLines(marks, texts, { frame, palette }),
        ...directLabels(labels, frame, palette),
        ...(isEmpty ? [noData(frame, palette)] : []),
        ...namesOf(others, palette),
      ],
    },
  };
}

function subtitle({ unit, from, to, zone }: Sketch): string {
  const range = rangeText(from, to, zone);
  return isWordy(unit) ? `${unit} · ${range}` : range;
}

function drawnValues({ series, bands }: Sketch): readonly number[] {
  return [
    ...series.flatMap(({ summary }) =>
      summary === undefined ? [] : [summary.min.value, summary.max.value],
    ),
    ...bands.flatMap(({ segments }) =>
      segments.flat().flatMap(({ lower, upper }) => [lower, upper]),
    ),
  ];
}

function labelsOf({ series, bands, unit }: Sketch, palette: Palette): readonly DirectLabel[] {
  const isAlone = series.length === 1 && bands.length === 0;
  const ofSeries = series.flatMap(({ label, summary }, index): DirectLabel[] => {
    if (summary === undefined) return [];
    const { value: level } = summary.latest;
    const value = valueText(level, unit);
    return [{ ...(!isAlone && { name: label }), value, level, pen: penOf(palette, index) }];
  });
  const ofBands = bands.flatMap(({ label, segments }): DirectLabel[] => {
    const end = segments.at(-1)?.at(-1);
    if (end === undefined) return [];
    const pen = { color: palette.band, dash: [] };
    return [{ name: label, level: (end.lower + end.upper) / 2, pen }];
  });
  return [...ofSeries, ...ofBands];
}

function namesOf(others: readonly string[], palette: Palette): readonly GraphicElement[] {
  if (others.length === 0) return [];
  const text = fitted(
    `+ ${others.length} more: ${others.join(', ')}`,
    TYPE.label,
    WIDTH - 2 * MARGIN,
  );
  return [lettering(text, TYPE.label, { x: MARGIN, y: HEIGHT - 28, color: palette.muted })];
}
