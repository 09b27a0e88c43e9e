import { parseJson } from '../json.ts';
import { isRecord, readNumber, readText } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { Comparison } from './measure.ts';

/** The figures CloudWatch gives for a state, from its JSON where there is one, else from its words. */
export interface Figures {
  /** The latest datapoint that was evaluated. */
  readonly value?: number | undefined;
  readonly threshold?: number | undefined;
  /** The band of expected values at the latest datapoint. */
  readonly lower?: number | undefined;
  readonly upper?: number | undefined;
  readonly statistic?: string | undefined;
  readonly unit?: string | undefined;
  /** Seconds. */
  readonly period?: number | undefined;
  readonly comparison?: Comparison | undefined;
  /** So many of the last `evaluated` datapoints decided. */
  readonly breaching?: number | undefined;
  readonly evaluated?: number | undefined;
  /** The datapoints were missing, and missing counts as breaching. */
  readonly missing: boolean;
}

/**
 * Reads the figures of a state reason. The JSON (`NewStateReasonData`, `state.reasonData`) comes as a
 * text with JSON in it or as JSON; the words are, for example, `Threshold Crossed: 2 out of the last
 * 3 datapoints [12.5 (01/02/26 10:00:00), 3.0 (01/02/26 09:55:00)] were greater than the threshold
 * (10.0) …`. In the words the newest datapoint comes first, in the JSON's lists last.
 */
export function readReason(reason: string | undefined, reasonData: unknown): Figures {
  const words = readWords((reason ?? '').slice(0, 4096));
  const data = asObject(reasonData);
  if (!isRecord(data)) return words;
  return {
    ...words,
    value:
      latestDatapoint(data['evaluatedDatapoints']) ??
      // Log alarms: the results of their queries.
      latestDatapoint(data['results']) ??
      lastNumber(data['recentDatapoints']) ??
      words.value,
    threshold: readNumber(data['threshold']) ?? words.threshold,
    lower: lastNumber(data['recentLowerThresholds']) ?? words.lower,
    upper: lastNumber(data['recentUpperThresholds']) ?? words.upper,
    statistic: readText(data['statistic']),
    unit: readText(data['unit']),
    period: readNumber(data['period']),
  };
}

function asObject(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  const parsed = parseJson(data);
  return parsed.ok ? parsed.value : undefined;
}

function latestDatapoint(list: unknown): number | undefined {
  if (!Array.isArray(list)) return undefined;
  let latest: { at: number; value: number } | undefined;
  for (const entry of list) {
    if (!isRecord(entry)) continue;
    const value = readNumber(entry['value']);
    const at = parseTime(readText(entry['timestamp'])) ?? 0;
    if (value !== undefined && (latest === undefined || at > latest.at)) latest = { at, value };
  }
  return latest?.value;
}

function lastNumber(list: unknown): number | undefined {
  return Array.isArray(list) ? readNumber(list.at(-1)) : undefined;
}

const NUMBER = String.raw`-?\d+(?:\.\d+)?(?:E-?\d+)?`;
const DATAPOINTS = new RegExp(String.raw`\[(${NUMBER})(?: \([\d/: ]+\))?[,\]]`, 'iu');
const THRESHOLD = new RegExp(String.raw`threshold \((${NUMBER})\)`, 'iu');
const LOWER = new RegExp(String.raw`lower thresholds? \[(${NUMBER})`, 'iu');
const UPPER = new RegExp(String.raw`upper thresholds? \[(${NUMBER})`, 'iu');
const COUNTS = /(\d+) out of the last (\d+) (?:datapoints|query results)/iu;
const PLAIN_COUNT = /: (\d+) datapoints? /iu;

function readWords(reason: string): Figures {
  const counts = COUNTS.exec(reason);
  const plain = PLAIN_COUNT.exec(reason)?.[1];
  return {
    value: figure(DATAPOINTS.exec(reason)?.[1]),
    threshold: figure(THRESHOLD.exec(reason)?.[1]),
    lower: figure(LOWER.exec(reason)?.[1]),
    upper: figure(UPPER.exec(reason)?.[1]),
    comparison: readComparison(reason),
    breaching: figure(counts?.[1] ?? plain),
    evaluated: figure(counts?.[2] ?? plain),
    missing: /missing datapoints? (?:was|were) treated as \[?Breaching/iu.test(reason),
  };
}

function figure(text: string | undefined): number | undefined {
  return text === undefined ? undefined : readNumber(text);
}

/** `was not less than` tells of an alarm that is over; its comparison is still "less than". */
function readComparison(reason: string): Comparison | undefined {
  if (/less than the lower thresholds?.* or (?:not )?greater than the upper/iu.test(reason)) {
    return 'outside';
  }
  const match = /(greater|less) than (or equal to )?the (?:upper |lower )?threshold/iu.exec(reason);
  if (match === null) return undefined;
  const orEqual = match[2] !== undefined;
  if (match[1]?.toLowerCase() === 'greater') return orEqual ? '≥' : '>';
  return orEqual ? '≤' : '<';
}
