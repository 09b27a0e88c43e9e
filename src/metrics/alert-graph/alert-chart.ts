import type { Alert } from '../../alert/alert.ts';
import { measuredOf } from '../../alert/measured.ts';
import type { Chart, Mark, Threshold } from '../charts/chart.ts';
import type { Measure } from '../measure.ts';
import type { MeasureReading } from '../read-measures.ts';
import { addsUp } from '../summary.ts';
import type { Series, Span } from '../series.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** So many periods are shown of the time before; an hour at least, a day at most. */
const PERIODS_BEFORE = 30;

/** What is shown of an alert: how it came to it, and all since then. */
export function alertSpan(
  { startsAt }: Pick<Alert, 'startsAt'>,
  { period = MINUTE }: Measure,
  now: number,
): Span {
  const before = Math.min(Math.max(PERIODS_BEFORE * period, HOUR), 24 * HOUR);
  return { from: Math.min(startsAt, now) - before, to: now };
}

export type KnownReading = Extract<MeasureReading, { readonly ok: true }>;

/**
 * How the metric of an alert ran: with its threshold, and marks where it was raised and resolved. Undefined
 * where nothing is known of it.
 *
 * @param timeZone the readers' IANA time zone
 */
export function alertChart(
  alert: Alert,
  measure: Measure,
  { span, series, band, period }: KnownReading,
  timeZone: string,
): Chart | undefined {
  const own = series.filter((one) => isOf(one, alert) && one.points.length > 0);
  if (own.length === 0) return undefined;
  const { title, unit } = measure;
  return {
    title,
    ...(unit !== undefined && { unit }),
    // Alone it is what the title says.
    series: own.length === 1 ? own.map((one) => ({ ...one, label: '' })) : own,
    thresholds: thresholdsOf(alert, measure, period),
    bands: band === undefined ? [] : [{ label: 'expected', ...band, period }],
    marks: marksOf(alert, span),
    ...span,
    timeZone,
    theme: 'light',
  };
}

/** A watch rule may have several series, each an alert with its labels. */
function isOf({ labels = {} }: Series, alert: Alert): boolean {
  return Object.entries(labels).every(([name, value]) => alert.labels[name] === value);
}

/** What adds up over a period has no such threshold over another; a band is one itself. */
function thresholdsOf(
  alert: Alert,
  { of, period, band }: Measure,
  by: number,
): readonly Threshold[] {
  const { threshold: value, severity } = alert;
  const isOther = period !== undefined && period !== by;
  const isSum = of.kind === 'stat' && addsUp(of.statistic);
  if (value === undefined || band !== undefined || (isOther && isSum)) return [];
  const bad = sideOf(alert) === 'under' ? 'below' : 'above';
  return [{ label: 'threshold', value, severity, bad }];
}

/** What its source says of the comparison; else the figures by which it was raised do. */
function sideOf(alert: Alert): 'over' | 'under' | undefined {
  const { comparison } = alert.annotations;
  if (comparison !== undefined) return /^[<≤]/u.test(comparison) ? 'under' : 'over';
  return measuredOf(alert)?.side;
}

function marksOf({ startsAt, endsAt }: Alert, { from, to }: Span): readonly Mark[] {
  const marks = [
    { at: startsAt, label: 'raised' },
    ...(endsAt === undefined ? [] : [{ at: endsAt, label: 'resolved' }]),
  ];
  // The last period may not be over yet, and both belong in the picture.
  return marks.map(({ at, label }) => ({ at: Math.min(Math.max(at, from), to), label }));
}
