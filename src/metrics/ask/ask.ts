import { Mistake } from '../../config/mistake.ts';
import type { Span } from '../series.ts';
import { readLength } from './moment.ts';
import { takeOptions } from './options.ts';
import { readRange, usualRange } from './range.ts';
import { readSubject, type Subject } from './subject.ts';
import type { Clock } from './wall.ts';
import type { AskWord } from './word.ts';

/** What somebody wants to see. */
export interface Asked {
  readonly subject: Subject;
  /** As CloudWatch writes it; absent where it goes without saying. */
  readonly statistic?: string;
  /** In milliseconds; absent where nobody says. */
  readonly period?: number;
  /** The width of the band of expected values, in standard deviations; absent: none is wanted. */
  readonly band?: number;
  /** Where to look, by names of the config; empty where nobody says. */
  readonly sources: readonly string[];
  readonly span: Span;
}

/** What names there are, and the clock of who asks. */
export interface AskContext extends Clock {
  readonly saved: readonly string[];
  readonly sources: readonly string[];
}

/** No range has more words: `from last monday at 9:00 am to last tuesday at 10:30 pm`. */
const MOST_RANGE_WORDS = 13;

/**
 * Reads what follows `/metric`:
 *
 * - a saved metric: `api-latency`, `api-latency p99 5m yesterday`
 * - one of CloudWatch's: `AWS/Lambda Errors FunctionName=checkout Sum 5m 3h`
 * - PromQL: `promql sum(queue_depth) since 9:00`
 * - arithmetic over saved metrics: `errors / (errors + successes) * 100 6h`
 *
 * Each may have `in=eu,us` (sources), `every 5m` (the period) and a range at its end, else it is the last
 * three hours. Of two lengths of time the first is the period.
 *
 * @throws Mistake that says what to write; an UnknownMetric for a name that is none
 */
export function parseAsk(words: readonly AskWord[], context: AskContext): Asked {
  const { rest, sources, period: every } = takeOptions(words, context.sources);
  const { head, span } = takeRange(rest, context);
  const { subject, period: within, ...qualifiers } = readSubjectBefore(head, span, context);
  if (every !== undefined && within !== undefined) {
    throw new Mistake('there is a second period', 'leave one of them out');
  }
  const period = every ?? within;
  return {
    subject,
    ...qualifiers,
    ...(period !== undefined && { period }),
    sources,
    span: span ?? usualRange(context),
  };
}

interface RangeTaken {
  readonly head: readonly AskWord[];
  readonly span?: Span;
}

/** The range is the longest that the words end with; something must be left of them. */
function takeRange(words: readonly AskWord[], context: AskContext): RangeTaken {
  for (let at = Math.max(1, words.length - MOST_RANGE_WORDS); at < words.length; at += 1) {
    const tail = words.slice(at);
    if (isOffset(words, at) || tail.some(({ isQuoted }) => isQuoted)) continue;
    const texts = tail.map(({ text }) => text);
    const span = readRange(texts, context);
    if (span !== undefined) return { head: words.slice(0, at), span };
  }
  return { head: words };
}

/** An expression ends without signs between its parts: before a range there may be a period. */
function readSubjectBefore(
  words: readonly AskWord[],
  span: Span | undefined,
  { saved }: AskContext,
) {
  const last = words.at(-1)?.text ?? '';
  const isPeriod = span !== undefined && words.length > 1 && !isOffset(words, words.length - 1);
  const period = isPeriod ? readLength(last.toLowerCase()) : undefined;
  if (period === undefined) return readSubject(words, saved);
  const read = readSubject(words.slice(0, -1), saved);
  if (read.period === undefined) return { ...read, period };
  throw new Mistake('there is a second period', 'leave one of them out');
}

/** `offset 5m` belongs to PromQL. */
function isOffset(words: readonly AskWord[], at: number): boolean {
  return words[at - 1]?.text.toLowerCase() === 'offset';
}
