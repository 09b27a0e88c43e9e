import { Mistake, quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { parseStatistic } from '../../config/statistic.ts';
import { readLength } from './moment.ts';
import type { AskWord } from './word.ts';

/** What may follow the name of a metric, in any order. */
export interface Qualifiers {
  readonly dimensions: Readonly<Record<string, string>>;
  /** As CloudWatch writes it. */
  readonly statistic?: string;
  /** In milliseconds. */
  readonly period?: number;
  /** The width of the band of expected values, in standard deviations. */
  readonly band?: number;
}

const USUAL_BAND = 2;
const WORDS = (
  'average mean sum minimum maximum count p50 p90 p95 p99 band every today yesterday since last ' +
  'monday tuesday wednesday thursday friday saturday sunday'
).split(' ');

/**
 * Reads `FunctionName=checkout p99 5m band=3`.
 *
 * @throws Mistake for a word that is none of these, and for what is said twice
 */
export function readQualifiers(words: readonly AskWord[]): Qualifiers {
  const dimensions = new Map<string, string>();
  const said = new Map<'statistic' | 'period' | 'band', string | number>();
  function once(what: 'statistic' | 'period' | 'band', value: string | number) {
    if (said.has(what)) throw new Mistake(`there is a second ${what}`, 'leave one of them out');
    said.set(what, value);
  }
  for (const { text } of words) {
    const band = bandIn(text);
    const [, name = '', value = ''] = /^([^=]+)=(.+)$/su.exec(text) ?? [];
    const statistic = statisticIn(text);
    const period = readLength(text.toLowerCase());
    if (band !== undefined) once('band', band);
    else if (name !== '') {
      if (dimensions.has(name))
        throw new Mistake(`${name}= is there twice`, 'leave one of them out');
      dimensions.set(name, value);
    } else if (statistic !== undefined) once('statistic', statistic);
    else if (period !== undefined) once('period', period);
    else throw notUnderstood(text);
  }
  return { dimensions: Object.fromEntries(dimensions), ...Object.fromEntries(said) };
}

function bandIn(text: string): number | undefined {
  const [found, width] = /^band(?:=(.*))?$/iu.exec(text) ?? [];
  if (found === undefined) return undefined;
  if (width === undefined) return USUAL_BAND;
  const number = Number(width);
  if (width.trim() !== '' && number > 0 && number <= 1000) return number;
  throw new Mistake(`${quoted(width)} is not a number of standard deviations`, 'write band=2');
}

/** The statistic that a word is, if it is one, as CloudWatch writes it. */
export function statisticIn(text: string): string | undefined {
  try {
    return parseStatistic(text);
  } catch (error) {
    if (error instanceof Mistake) return undefined;
    throw error;
  }
}

function notUnderstood(text: string): Mistake {
  const meant = nearest(text, WORDS);
  const hint =
    meant === undefined ? 'write FunctionName=checkout, p99, 5m or since 9:00' : `write ${meant}`;
  return new Mistake(`${quoted(text)} is no dimension, statistic, period or range`, hint);
}
