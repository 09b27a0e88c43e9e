import type { AlarmMetric } from './alarm-metric.ts';
import type { DeploymentState } from './deployment-state.ts';
import type { Labels } from './labels.ts';
import type { Severity } from './severity.ts';

/** What a message was recognised as; `tocsin parse` prints these names. */
export const SOURCES = [
  'cloudwatch',
  'cloudwatch-composite',
  'eventbridge',
  'lambda-alarm',
  'aws-health',
  'aws-budgets',
  'aws-cost-anomaly',
  'aws-rds',
  'aws-autoscaling',
  'aws-ecs',
  'aws-codepipeline',
  'aws-guardduty',
  'aws-securityhub',
  'alertmanager',
  'grafana',
  'sentry',
  'tocsin',
  'watch',
  'drift',
  'quality',
  'text',
] as const;

export type Source = (typeof SOURCES)[number];

/** `nodata` is CloudWatch's INSUFFICIENT_DATA: neither firing nor fine. */
export type SignalStatus = 'firing' | 'resolved' | 'nodata';

/** A link to offer with an alert; http(s) only, the formats see to it. */
export interface Link {
  readonly title: string;
  readonly url: string;
}

/** Everything about an observation that is not identity: words and figures for people. */
export interface Annotations {
  /** One line a person would say: what is wrong. */
  readonly summary?: string;
  /** The longer text: the alarm's description, the reason for the state. */
  readonly description?: string;
  /** A runbook's name or URL. */
  readonly runbook?: string;
  /** What the bot itself has to say of it: a rule that failed on it. */
  readonly tocsin_note?: string;
  readonly [name: string]: string | undefined;
}

/**
 * One observation that came in: an SNS notification, a webhook's alert, a drift result.
 * Times are epoch milliseconds.
 */
export interface Signal {
  /** Unique within its message and the same when the message is delivered again. */
  readonly id: string;
  readonly source: Source;
  /** A state is resolved later by its source; an occurrence is told once and ends by itself. */
  readonly nature: 'state' | 'occurrence';
  readonly status: SignalStatus;
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Annotations;
  readonly links: readonly Link[];
  /** Said by the message itself; otherwise the topic, a classify rule or the source's default decides. */
  readonly severity?: Severity;
  /** What the message said for it, where that is no word of the ladder. */
  readonly unknownSeverity?: string;
  /** What `severity` is when nobody says otherwise. */
  readonly defaultSeverity: Severity;
  readonly value?: number;
  readonly threshold?: number;
  /** What it was measured by, where that can be read again. */
  readonly metric?: AlarmMetric;
  /** When the condition began, as the source tells it. */
  readonly startsAt: number;
  /** When it ended, or is due to end, if the source says so. */
  readonly endsAt?: number;
  /**
   * When the state changed: of two observations of one fingerprint the later one is the truth. Of a
   * source that does not say it counts when it came.
   */
  readonly changedAt?: number;
  /** That it tells of a deployment. That one runs or was stopped opens and closes nothing. */
  readonly deployment?: DeploymentState;
  /** Which deployment, of the many of its account and region: the same in all that is told of it. */
  readonly deploymentId?: string;
  /** True for sources that send again while it fires (`resolve_timeout` then applies). */
  readonly resends: boolean;
}

/** Whether a signal says something of an alert, and not only of a deployment. */
export function isOfAlert({ deployment }: Signal): boolean {
  return deployment !== 'running' && deployment !== 'stopped';
}

/** A signal with a severity that others know, as if its message had said it. */
export function withSeverity(signal: Signal, severity: Severity | undefined): Signal {
  if (severity === undefined) return signal;
  return { ...signal, severity, labels: { ...signal.labels, severity } };
}
