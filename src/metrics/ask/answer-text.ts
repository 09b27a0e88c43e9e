import { utcText } from '../../alert/utc.ts';
import { sparkline } from '../../alert/sparkline.ts';
import type { Point } from '../series.ts';
import type { MetricAnswer } from './answer.ts';
import { answerLines } from './answer-lines.ts';
import { figureLines, subjectWords, troubleWords } from './answer-words.ts';

/** So many bars fit beside a name. */
const BARS = 60;

/** An answer as plain text, with a line of bars for each series; names in it come from outside. */
export function answerText(answer: MetricAnswer): string {
  const { measure, span, remarks } = answer;
  const lines = answerLines(answer).filter(({ summary }) => summary !== undefined);
  const graphs = lines.map(({ label, series }) =>
    [label, sparkline(barsOf(series.points, answer))].filter((part) => part !== '').join('  '),
  );
  return [
    measure.title,
    ...figureLines(answer),
    ...troubleWords(answer).map(({ what, mend }) => `${what} ${mend}`),
    ...graphs,
    [...subjectWords(answer), `${utcText(span.from)} to ${utcText(span.to)}`].join(' · '),
    ...remarks,
  ].join('\n');
}

/** The mean of each part of the span; nothing where there is no data. */
function barsOf(
  points: readonly Point[],
  { span, period }: Pick<MetricAnswer, 'span' | 'period'>,
): readonly (number | undefined)[] {
  const count = Math.min(BARS, Math.max(1, Math.round((span.to - span.from) / period)));
  const width = (span.to - span.from) / count;
  const parts = Map.groupBy(points, ({ at }) => Math.floor((at - span.from) / width));
  return Array.from({ length: count }, (_, index) => {
    const part = parts.get(index);
    return part && part.reduce((sum, { value }) => sum + value, 0) / part.length;
  });
}

/** An answer for programs: times are ISO 8601, the period is milliseconds. */
export function answerJson({
  measure,
  span,
  period,
  parts,
  remarks,
  charged,
}: MetricAnswer): object {
  const { title, unit, thresholds } = measure;
  return {
    title,
    ...(unit !== undefined && { unit }),
    thresholds,
    from: new Date(span.from).toISOString(),
    to: new Date(span.to).toISOString(),
    period,
    sources: parts.map((part) =>
      part.ok
        ? {
            source: part.source,
            series: part.series.map(({ series, summary, change, band }) => ({
              label: series.label,
              ...(series.labels && { labels: series.labels }),
              points: series.points.map(({ at, value }) => [new Date(at).toISOString(), value]),
              summary,
              change,
              band,
            })),
          }
        : { source: part.source, problem: part.problem },
    ),
    remarks,
    charged,
  };
}
