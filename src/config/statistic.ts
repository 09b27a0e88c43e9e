import { Mistake, quoted } from './mistake.ts';
import { nearest } from './nearest.ts';

/** CloudWatch's plain statistics by how else people call them. */
const NAMES: Readonly<Record<string, string>> = {
  average: 'Average',
  avg: 'Average',
  mean: 'Average',
  sum: 'Sum',
  total: 'Sum',
  minimum: 'Minimum',
  min: 'Minimum',
  maximum: 'Maximum',
  max: 'Maximum',
  samplecount: 'SampleCount',
  count: 'SampleCount',
  iqm: 'IQM',
};

/** `p99`, `tm95`, `wm90.5`: percentiles, and means, counts and sums of what is left when the ends are cut off. */
const PERCENTILE = /^(p|tm|tc|ts|wm)(\d{1,3}(?:\.\d{1,10})?)$/u;

/** The same between two bounds, each a figure, a percentage or left out: `TM(10%:90%)`, `PR(:300)`. */
const BETWEEN = /^(TM|TC|TS|WM|PR)\((\d+(?:\.\d+)?%?)?:(\d+(?:\.\d+)?%?)?\)$/u;

/**
 * Reads one of CloudWatch's statistics, in its own spelling or in people's: `avg` is `Average`.
 * Source: CloudWatch User Guide, CloudWatch statistics definitions.
 *
 * @throws Mistake that says what to write instead.
 */
export function parseStatistic(text: string): string {
  const word = text.trim();
  const plain = word.toLowerCase().replaceAll(/[_\s]/gu, '');
  const name = Object.hasOwn(NAMES, plain) ? NAMES[plain] : undefined;
  if (name !== undefined) return name;
  const [, , percent] = PERCENTILE.exec(plain) ?? [];
  if (percent !== undefined && Number(percent) <= 100) return plain;
  const [, , from, to] = BETWEEN.exec(word.toUpperCase()) ?? [];
  if (from !== undefined || to !== undefined) return word.toUpperCase();
  throw new Mistake(`${quoted(text)} is not a statistic of CloudWatch's`, suggestion(plain));
}

function suggestion(plain: string): string {
  const [, digits] =
    /^(?:p|pct|percentile)?(\d{1,2}(?:\.\d+)?)(?:th|%)?(?:percentile)?$/u.exec(plain) ?? [];
  if (digits !== undefined) return `write p${digits}`;
  const meant = nearest(plain, Object.keys(NAMES));
  if (meant !== undefined) return `write ${NAMES[meant]}`;
  return 'write Average, Sum, Minimum, Maximum, SampleCount or a percentile such as p95';
}
