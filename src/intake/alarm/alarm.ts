import type { Labels } from '../../alert/labels.ts';
import { fingerprint } from '../../alert/fingerprint.ts';
import type { Link, Signal, SignalStatus, Source } from '../../alert/signal.ts';
import { alarmConsoleLink, httpUrl } from '../aws/console.ts';
import { boundedAnnotations, boundedLabels, firstWords } from '../bounds.ts';
import type { MessageContext } from '../formats/format.ts';
import { readDescription, type Description } from './description.ts';
import { statisticFrom, type Measure } from './measure.ts';
import { readReason, type Figures } from './reason.ts';
import { measuredText } from './summary.ts';
import { unitSign } from './units.ts';

export type AlarmState = 'OK' | 'ALARM' | 'INSUFFICIENT_DATA';

/** A CloudWatch alarm's change of state, whichever form of message told it. */
export interface Alarm {
  readonly name: string;
  readonly account?: string | undefined;
  /** A region's code, or a slug where the message gave only a name nobody knows. */
  readonly region?: string | undefined;
  readonly state: AlarmState;
  readonly reason?: string | undefined;
  /** JSON, or a text with JSON in it. */
  readonly reasonData?: unknown;
  readonly description?: string | undefined;
  /** Epoch milliseconds. */
  readonly changedAt: number;
  /** Metric, metric-math and anomaly alarms. */
  readonly measure?: Measure | undefined;
  /** Composite alarms: the rule over their members. */
  readonly rule?: string | undefined;
  /** Composite alarms: what their members say, in one line. */
  readonly members?: string | undefined;
  /** One time series of an alarm over several; each has a state of its own. */
  readonly contributor?: Contributor | undefined;
}

export interface Contributor {
  readonly id: string;
  readonly attributes: readonly (readonly [name: string, value: string])[];
}

const STATUS: Readonly<Record<AlarmState, SignalStatus>> = {
  ALARM: 'firing',
  OK: 'resolved',
  INSUFFICIENT_DATA: 'nodata',
};

/** True for a word with which CloudWatch names a state. */
export function isAlarmState(value: unknown): value is AlarmState {
  return typeof value === 'string' && Object.hasOwn(STATUS, value);
}

/** The signal of an alarm's change of state. */
export function alarmSignal(alarm: Alarm, source: Source, context: MessageContext): Signal {
  const description = readDescription(alarm.description);
  const { severity, unknownSeverity } = description;
  const figures = readReason(alarm.reason, alarm.reasonData);
  const measure = completed(alarm.measure, figures);
  const defaultSeverity = 'warning';
  const threshold = measure?.threshold ?? crossedEdge(figures);
  return {
    id: context.messageId,
    source,
    nature: 'state',
    status: STATUS[alarm.state],
    fingerprint: alarmFingerprint(alarm),
    labels: labelsOf(alarm, measure, description, severity ?? defaultSeverity),
    annotations: annotationsOf(alarm, measure, figures, description),
    links: linksOf(alarm, description),
    ...(measure?.source !== undefined && { metric: measure.source }),
    ...(severity !== undefined && { severity }),
    ...(unknownSeverity !== undefined && { unknownSeverity }),
    defaultSeverity,
    ...(figures.value === undefined ? {} : { value: figures.value }),
    ...(threshold === undefined ? {} : { threshold }),
    startsAt: alarm.changedAt,
    changedAt: alarm.changedAt,
    resends: false,
  };
}

/**
 * The identity of a CloudWatch alarm: the same for all the forms in which its news arrives. Alarms
 * over several time series tell of each by itself, so one that recovers must not resolve the others.
 */
export function alarmFingerprint({
  account = '',
  region = '',
  name,
  contributor,
}: Pick<Alarm, 'account' | 'region' | 'name' | 'contributor'>): string {
  const identity = { account, region, alertname: name };
  return fingerprint(
    contributor === undefined ? identity : { ...identity, contributor: contributor.id },
    'cloudwatch',
  );
}

function completed(measure: Measure | undefined, figures: Figures): Measure | undefined {
  if (measure === undefined && figures.value === undefined) return undefined;
  return {
    ...measure,
    dimensions: measure?.dimensions ?? [],
    statistic: measure?.statistic ?? statisticFrom(figures.statistic),
    unit: measure?.unit ?? figures.unit,
    period: measure?.period ?? figures.period,
    comparison: measure?.comparison ?? figures.comparison,
    threshold: measure?.threshold ?? figures.threshold,
  };
}

/** The edge of the band of expected values that was crossed, or inside it the nearer one. */
function crossedEdge({ value, lower, upper }: Figures): number | undefined {
  if (lower === undefined || upper === undefined) return lower ?? upper;
  if (value === undefined) return upper;
  return Math.abs(value - lower) < Math.abs(value - upper) ? lower : upper;
}

function labelsOf(
  alarm: Alarm,
  measure: Measure | undefined,
  description: Description,
  severity: string,
): Labels {
  return boundedLabels([
    ['alertname', alarm.name],
    ['account', alarm.account],
    ['region', alarm.region],
    ['severity', severity],
    ['namespace', measure?.namespace],
    ['metric', measure?.metric],
    ...(measure?.dimensions ?? []),
    ...(alarm.contributor?.attributes ?? []),
    ...description.labels,
  ]);
}

function annotationsOf(
  alarm: Alarm,
  measure: Measure | undefined,
  figures: Figures,
  description: Description,
): Signal['annotations'] {
  const measured =
    alarm.members ??
    (measure === undefined ? undefined : measuredText(alarm.state, measure, figures));
  return boundedAnnotations([
    ...description.annotations,
    ['summary', measured ?? summaryWithoutFigures(alarm, description)],
    ['measured', measured],
    ['description', description.text],
    ['reason', alarm.reason],
    ['runbook', description.runbook],
    ['rule', alarm.rule],
    ['metric', measure?.metric],
    ['statistic', measure?.statistic],
    ['period', measure?.period === undefined ? undefined : String(measure.period)],
    ['unit', unitSign(measure?.unit, measure?.namespace, measure?.metric)],
    ['comparison', measure?.comparison],
  ]);
}

function summaryWithoutFigures(alarm: Alarm, { text }: Description): string {
  if (alarm.state === 'OK') return `${alarm.name} is OK again`;
  if (alarm.state === 'INSUFFICIENT_DATA') return `No data for ${alarm.name}`;
  return firstWords(text ?? '', 200) || firstWords(alarm.reason ?? '', 200) || alarm.name;
}

function linksOf(alarm: Alarm, description: Description): readonly Link[] {
  const dashboard = description.annotations.find(([name]) => name === 'dashboard')?.[1];
  return [
    alarm.region === undefined ? undefined : alarmConsoleLink(alarm.region, alarm.name),
    link('Runbook', description.runbook),
    link('Dashboard', dashboard),
  ].filter((one) => one !== undefined);
}

function link(title: string, address: string | undefined): Link | undefined {
  const url = httpUrl(address);
  return url === undefined ? undefined : { title, url };
}
