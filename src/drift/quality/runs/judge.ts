import type { Severity } from '../../../alert/severity.ts';
import type { Signal } from '../../../alert/signal.ts';
import type { FiringDrift } from '../../../engine/ports/drift-states.ts';
import type { Window } from '../../data/files/window.ts';
import { counted } from '../../data/words.ts';
import { settle, type Change, type Judged, type Settled } from '../../runs/settle.ts';
import { changeSignal } from '../../runs/signal.ts';
import type { QualityCheck, QualityReport, QualitySeverity } from '../report.ts';
import type { DataSet } from './dataset.ts';
import { figureOf } from './figures.ts';

/** Data that is late or broken is for working hours, unless a rule says that it is critical. */
const SEVERITIES: Readonly<Record<Exclude<QualitySeverity, 'ok'>, Severity>> = {
  low: 'info',
  medium: 'warning',
  warning: 'warning',
  high: 'error',
  critical: 'critical',
};

/** By these labels alerts of data are told apart, whatever others the config gives them. */
const IDENTITY = ['alertname', 'dataset', 'check', 'column'] as const;

/**
 * What a run changes: each check of a column is an alert while it fails, as grave as the worst of its rules.
 *
 * @param now epoch milliseconds
 */
export function judgeQuality(
  data: DataSet,
  before: Settled | undefined,
  { report, window }: { readonly report: QualityReport; readonly window: Window },
  now: number,
): { readonly after: Settled; readonly changes: readonly Change[] } {
  const all = [...judgedOf(report, data), ...unknownOf(report, before)];
  return settle(all, before, { end: window.end, sustained: 1, now, gone: goneChange });
}

/** What a change of a data set is to the rules. */
export function qualitySignal(change: Change, now: number): Signal {
  return changeSignal(change, { source: 'quality', identity: IDENTITY }, now);
}

/** That something is over because nobody looks at it any more. */
export function goneChange(known: FiringDrift): Change {
  const { dataset, check, column } = known.labels;
  const what = column === undefined ? check : `${check} of ${column}`;
  return {
    ...known,
    status: 'resolved',
    summary: `${what} in ${dataset} is no longer looked at`,
  };
}

function judgedOf({ checks, rows }: QualityReport, data: DataSet): readonly Judged[] {
  const known = checks.filter((check) => rows > 0 || isOfNoRows(check.check));
  // The worst comes first.
  return [...Map.groupBy(known, keyOf)].flatMap(([key, [worst, ...others]]) =>
    worst === undefined ? [] : [judged(key, worst, others, data, rows)],
  );
}

function judged(
  key: string,
  worst: QualityCheck,
  others: readonly QualityCheck[],
  { name, title, labels }: DataSet,
  rows: number,
): Judged {
  const { check, severity, text } = worst;
  const column = worst.check === 'volume' ? undefined : worst.column;
  const rule = worst.check === 'validity' ? ` (${worst.rule})` : '';
  const more = others.filter((other) => other.severity !== 'ok').length;
  const rest = more === 0 ? '' : `; ${counted(more, 'other rule')} of it as well`;
  const { value } = figureOf(worst, rows);
  const isUnknown = severity === 'ok' && worst.check === 'validity' && worst.checked === 0;
  return {
    key,
    isBad: isUnknown ? undefined : severity !== 'ok',
    labels: {
      ...labels,
      alertname: 'DataQuality',
      dataset: name,
      check,
      ...(column !== undefined && { column }),
    },
    severity: severity === 'ok' ? 'info' : SEVERITIES[severity],
    summary: `${column === undefined ? title : `${column} of ${title}`}${rule}: ${text}${rest}`,
    ...(value !== undefined && { value }),
  };
}

/** Of no rows nobody can say what their values are like: what was raised of these stays as it was. */
function unknownOf({ rows }: QualityReport, before: Settled | undefined): readonly Judged[] {
  if (rows > 0) return [];
  return Object.entries(before?.firing ?? {}).flatMap(([key, { labels, severity }]) =>
    isOfNoRows(labels['check'] ?? '')
      ? []
      : [{ key, isBad: undefined, labels, severity, summary: '' }],
  );
}

function isOfNoRows(check: string): boolean {
  return check === 'volume' || check === 'freshness';
}

function keyOf(check: QualityCheck): string {
  return check.check === 'volume' ? check.check : `${check.check}/${check.column}`;
}
