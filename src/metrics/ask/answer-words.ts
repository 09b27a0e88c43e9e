import { figureText } from '../../alert/figure.ts';
import { spanOf } from '../../alert/span.ts';
import { isPast, type Thresholds } from '../../alert/threshold.ts';
import type { Measure } from '../measure.ts';
import { emptyWords, problemWords, type ProblemWords } from '../problem-words.ts';
import { changeText, summaryFigures, type Summary } from '../summary.ts';
import type { MetricAnswer } from './answer.ts';
import { answerLines, type AnswerLine } from './answer-lines.ts';

/** More series than can be read: the first ones are written out. */
const MOST_LINES = 10;

/** The figures of an answer as lines of text; names in it come from outside. */
export function figureLines(answer: MetricAnswer): readonly string[] {
  const { measure, span } = answer;
  const known = answerLines(answer).filter((line) => line.summary !== undefined);
  const before = spanOf(span.to - span.from);
  const [only] = known;
  if (only !== undefined && known.length === 1 && only.label === '') {
    return linesOfOne(only, measure, before);
  }
  const lines = known.slice(0, MOST_LINES).map((line) => {
    const figures = line.summary === undefined ? [] : figuresOf(line.summary, measure);
    const parts = [...figures, ...changesOf(line, measure)];
    return `${line.label === '' ? measure.title : line.label}: ${parts.join(' · ')}`;
  });
  const more = known.length - lines.length;
  return [
    ...lines,
    ...(more > 0 ? [`and ${more} more`] : []),
    ...(known.some(({ change }) => change !== undefined)
      ? [`Changes: on the ${before} before.`]
      : []),
  ];
}

function linesOfOne(line: AnswerLine, measure: Measure, before: string): readonly string[] {
  const { summary } = line;
  if (summary === undefined) return [];
  const [latest = '', ...others] = figuresOf(summary, measure);
  return [
    [latest, ...pastText(summary.latest.value, measure)].join(', '),
    others.join(' · '),
    ...changesOf(line, measure).map((text) => `${text} on the ${before} before`),
  ];
}

function figuresOf(summary: Summary, { unit }: Measure): readonly string[] {
  return summaryFigures(summary, unit).map(([name, figure]) => `${name} ${figure}`);
}

function changesOf({ change }: AnswerLine, { unit }: Measure): readonly string[] {
  return change === undefined ? [] : [changeText(change, unit)];
}

/** The worst limit that a figure is past, in words: `over critical 500 ms`. */
function pastText(
  figure: number,
  { thresholds, unit }: { readonly thresholds: Thresholds; readonly unit?: string },
): readonly string[] {
  for (const severity of ['critical', 'warning'] as const) {
    const limit = thresholds[severity];
    if (limit === undefined || !isPast(limit, figure)) continue;
    const side = limit.comparison.startsWith('<') ? 'under' : 'over';
    return [`${side} ${severity} ${figureText(limit.value, unit)}`];
  }
  return [];
}

/** What went wrong, or is missing, by source. */
export function troubleWords({ parts }: MetricAnswer): readonly ProblemWords[] {
  return parts.flatMap((part) => {
    if (!part.ok) return [problemWords(part.problem, part.source)];
    const isEmpty = part.series.every(({ summary }) => summary === undefined);
    return isEmpty ? [emptyWords(part.source)] : [];
  });
}

/** What was looked at, in few words: `p95 of AWS/ApiGateway Latency · every 1 min · aws`. */
export function subjectWords({ measure, period, parts }: MetricAnswer): readonly string[] {
  return [
    ...(textOf(measure) === measure.title ? [] : [textOf(measure)]),
    ...(period > 0 ? [`every ${spanOf(period)}`] : []),
    parts.map(({ source }) => source).join(', '),
  ];
}

function textOf({ of }: Measure): string {
  if (of.kind === 'formula') return of.text;
  if (of.kind === 'stat') return `${of.statistic} of ${of.namespace} ${of.metric}`;
  return of.expression;
}
