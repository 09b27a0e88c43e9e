import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { compileFormula } from '../formula.ts';
import { readLength } from './moment.ts';
import { readQualifiers, statisticIn, type Qualifiers } from './qualifiers.ts';
import { UnknownMetric } from './unknown-metric.ts';
import { expressionOf, type AskWord } from './word.ts';

/** What is asked for. */
export type Subject =
  | { readonly kind: 'saved'; readonly name: string }
  | {
      readonly kind: 'metric';
      readonly namespace: string;
      readonly metric: string;
      readonly dimensions: Readonly<Record<string, string>>;
    }
  | { readonly kind: 'promql'; readonly expression: string }
  /** Arithmetic over saved metrics, with the names it uses; `compileFormula` can read it. */
  | { readonly kind: 'formula'; readonly text: string; readonly uses: readonly string[] };

export interface SubjectRead extends Omit<Qualifiers, 'dimensions'> {
  readonly subject: Subject;
}

const SIGN = /^[-+*/%?<>=!&|]/u;
/** How arithmetic begins whose second word is no sign: `min(errors, 5)`, `-errors`. */
const CALCULATION = /^[-!(]|[()]/u;
const NAMESPACE = /^[A-Za-z][\w.-]*(?:\/[A-Za-z][\w.-]*)+$/u;

/**
 * Reads what comes before the range.
 *
 * @param saved the names of saved metrics
 * @throws Mistake, an UnknownMetric for a name that is none
 */
export function readSubject(words: readonly AskWord[], saved: readonly string[]): SubjectRead {
  const [first, second] = words;
  if (first === undefined) throw nothing(saved);
  if (first.text.toLowerCase() === 'promql') return { subject: promql(words.slice(1)) };
  if (second !== undefined && SIGN.test(second.text)) return { subject: formula(words, saved) };
  const name = savedNamed(first.text, saved);
  if (name !== undefined) return savedMetric(name, words.slice(1));
  if (second === undefined) return { subject: alone(first, saved) };
  if (CALCULATION.test(first.text)) return { subject: formula(words, saved) };
  checkNotSaved(first, second, saved);
  return metricOf(first.text, second.text, words.slice(2));
}

function nothing(saved: readonly string[]): Mistake {
  const name = saved[0] === undefined ? '' : `${saved[0]} 3h, list for all saved ones, or `;
  const hint = `write ${name}AWS/Lambda Errors FunctionName=checkout Sum 3h`;
  return new Mistake('no metric is named', hint);
}

function promql(words: readonly AskWord[]): Subject {
  if (words.length > 0) return { kind: 'promql', expression: expressionOf(words) };
  throw new Mistake('promql has no expression', 'write promql sum(queue_depth) 3h');
}

function formula(words: readonly AskWord[], saved: readonly string[]): Subject {
  const text = expressionOf(words);
  const { uses } = compileFormula(text, saved);
  if (uses.length === 0) throw nothing(saved);
  return { kind: 'formula', text, uses };
}

/** One word that is no name: `errors/requests`, or a name that is mistyped. */
function alone(word: AskWord, saved: readonly string[]): Subject {
  try {
    return formula([word], saved);
  } catch (error) {
    if (/^[\w-]+$/u.test(word.text)) throw new UnknownMetric(word.text, saved);
    if (!NAMESPACE.test(word.text)) throw error;
    const message = `a metric is missing after ${quoted(word.text)}`;
    throw new Mistake(message, `write ${word.text} Errors, or whichever it is`);
  }
}

/** Phones begin a line with a capital, and people write `_` for `-`. */
function savedNamed(written: string, saved: readonly string[]): string | undefined {
  if (saved.includes(written)) return written;
  const spelling = (name: string) => name.toLowerCase().replaceAll('_', '-');
  return saved.find((name) => spelling(name) === spelling(written));
}

function savedMetric(name: string, words: readonly AskWord[]): SubjectRead {
  const { dimensions, ...qualifiers } = readQualifiers(words);
  const [dimension] = Object.keys(dimensions);
  if (dimension !== undefined) {
    const hint = `leave ${dimension}= out, or write its namespace and metric`;
    throw new Mistake(`${name} has the dimensions of the config`, hint);
  }
  return { subject: { kind: 'saved', name }, ...qualifiers };
}

/**
 * `api latency`, `api-latncy yesterday` and `latencies p99` were meant for saved metrics. A namespace that
 * looks like one can be put in quotes.
 */
function checkNotSaved(first: AskWord, second: AskWord, saved: readonly string[]): void {
  if (first.isQuoted || second.isQuoted || first.text.includes('/')) return;
  const both = `${first.text} ${second.text}`;
  if (savedNamed(both.replace(' ', '-'), saved) !== undefined) throw new UnknownMetric(both, saved);
  const isQualified =
    statisticIn(second.text) !== undefined || readLength(second.text) !== undefined;
  if (isQualified || nearest(first.text, saved) !== undefined) {
    throw new UnknownMetric(first.text, saved);
  }
}

function metricOf(namespace: string, metric: string, words: readonly AskWord[]): SubjectRead {
  if (metric.includes('=')) {
    const message = `a metric is missing between ${quoted(namespace)} and ${quoted(metric)}`;
    throw new Mistake(message, `write ${namespace} Errors ${metric}`);
  }
  const { dimensions, ...qualifiers } = readQualifiers(words);
  return { subject: { kind: 'metric', namespace, metric, dimensions }, ...qualifiers };
}
