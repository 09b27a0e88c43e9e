import { spanOf } from '../../alert/span.ts';
import { percentText, rowsOf } from './category-rows.ts';
import type { Chart, Distributions, Frequencies, Picture, Point } from './chart.ts';
import { medianOf } from './histogram.ts';
import { legible } from './legible.ts';
import { isWordy, valueText } from './scale.ts';
import { sketch, type BandSketch, type SeriesSketch, type Sketch } from './sketch.ts';
import { gapsOf, spansBeyond, type Span } from './spans.ts';
import { momentText, rangeText } from './time-axis.ts';

/** Slack takes no longer `alt_text`. Source: https://docs.slack.dev/reference/block-kit/blocks/image-block */
const LONGEST = 2_000;
/** So many times of one kind are told each; more are counted. */
const MOST_SPANS = 3;

/** What a picture shows, in words: as `describeChart`. */
export function describePicture(picture: Picture): string {
  if ('series' in picture) return describeChart(picture);
  return 'edges' in picture ? describeDistributions(picture) : describeFrequencies(picture);
}

/** What a chart shows, in words, for those who cannot see the picture: plain text, at most 2,000 characters. */
export function describeChart(chart: Chart): string {
  const seen = sketch(chart);
  const known = seen.series.filter(({ summary }) => summary !== undefined);
  const unknown = seen.series.filter(({ summary }) => summary === undefined);
  const sentences = [
    `${seen.title}${isWordy(seen.unit) ? `, ${seen.unit}` : ''}: ${rangeText(seen.from, seen.to, seen.zone)}.`,
    ...known.map((series) => seriesText(series, seen)),
    ...listed(
      known.length === 0 ? 'No data' : 'No data of',
      unknown.map(({ label }) => label),
    ),
    ...(seen.series.length === 0 ? ['No data.'] : []),
    ...listed(
      'Meanwhile',
      seen.marks.map(({ at, label }) => `${label} ${moment(at, seen)}`.trim()),
    ),
    ...listed('Not drawn', seen.others),
  ];
  return shortened(sentences.join(' '));
}

/** As `describeChart`, of two distributions. */
export function describeDistributions({ edges, ...asked }: Distributions): string {
  const middles = [asked.reference, asked.current].map((histogram) => {
    const median = medianOf(edges, histogram);
    const name = legible(histogram.label);
    return median === undefined
      ? `no data of ${name}`
      : `half of ${name} below ${valueText(median, asked.unit)}`;
  });
  const note = asked.note === undefined ? '' : ` ${legible(asked.note)}.`;
  return `${legible(asked.title)}:${note} ${capital(middles.join(', '))}.`;
}

/** As `describeChart`, of how frequent categories were and are. */
export function describeFrequencies(asked: Frequencies): string {
  const shares = rowsOf(asked).map(
    ({ name, reference, current }) =>
      `${name} from ${percentText(reference)} to ${percentText(current)}`,
  );
  const said =
    shares.length === 0 ? 'No data' : `Shares in ${namesOf(asked)}: ${shares.join(', ')}`;
  const note = asked.note === undefined ? '' : ` ${legible(asked.note)}.`;
  return shortened(`${legible(asked.title)}:${note} ${said}.`);
}

function namesOf({ reference, current }: Frequencies): string {
  return `${legible(reference.label)} and ${legible(current.label)}`;
}

function seriesText(series: SeriesSketch, seen: Sketch): string {
  const { label, summary } = series;
  if (summary === undefined) return '';
  const { latest, min, max, mean } = summary;
  const at = ({ value, at }: Point): string =>
    `${valueText(value, seen.unit)} at ${moment(at, seen)}`;
  return [
    `${label}${label === '' ? 'L' : ': l'}atest ${at(latest)}, lowest ${at(min)}, ` +
      `highest ${at(max)}, mean ${valueText(mean, seen.unit)}.`,
    ...seen.thresholds.map(({ label, value, bad }) => {
      const limit = `${label} ${valueText(value, seen.unit)}`.trim();
      return bad === 'above'
        ? beyondText(
            `over ${limit}`,
            spansBeyond(series, (point) => point.value > value),
            { series, seen },
          )
        : beyondText(
            `under ${limit}`,
            spansBeyond(series, (point) => point.value < value),
            { series, seen },
          );
    }),
    ...seen.bands.map((band) =>
      beyondText(`outside ${band.label}`, spansBeyond(series, isOutside(band)), { series, seen }),
    ),
    ...gapsText(gapsOf(series, seen), seen),
  ].join(' ');
}

function isOutside({ segments }: BandSketch): (point: Point) => boolean {
  const expected = new Map(segments.flat().map((point) => [point.at, point]));
  return ({ at, value }) => {
    const known = expected.get(at);
    return known !== undefined && (value < known.lower || value > known.upper);
  };
}

function beyondText(
  where: string,
  spans: readonly Span[],
  { series, seen }: { readonly series: SeriesSketch; readonly seen: Sketch },
): string {
  if (spans.length === 0) return `Never ${where}.`;
  const end = (series.summary?.latest.at ?? 0) + series.period;
  const text = spansText(spans, (span) =>
    span.to === end ? `since ${moment(span.from, seen)}` : fromTo(span, seen),
  );
  return `${capital(where)} ${text}.`;
}

function gapsText(gaps: readonly Span[], seen: Sketch): readonly string[] {
  return gaps.length === 0 ? [] : [`No data ${spansText(gaps, (gap) => fromTo(gap, seen))}.`];
}

function spansText(spans: readonly Span[], write: (span: Span) => string): string {
  if (spans.length <= MOST_SPANS) return spans.map(write).join(', ');
  const sum = spans.reduce((total, { from, to }) => total + to - from, 0);
  return `${spans.length} times, ${spanOf(sum)} in all, lately ${spans.slice(-1).map(write).join('')}`;
}

function fromTo({ from, to }: Span, seen: Sketch): string {
  return `from ${moment(from, seen)} to ${moment(to, seen)}`;
}

function moment(at: number, { from, to, zone }: Sketch): string {
  return momentText(at, from, to, zone);
}

function capital(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

function listed(what: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`${what}: ${names.join(', ')}.`];
}

function shortened(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1).toWellFormed()}…`;
}
