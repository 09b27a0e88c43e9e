import type { Labels } from '../alert/labels.ts';
import type { Severity } from '../alert/severity.ts';
import type { Integration } from '../rules/policy.ts';
import type { TimeForm } from './time-form.ts';

/** What a service would have been asked to do. */
export type Action = 'post' | 'update' | 'thread' | 'trigger' | 'acknowledge' | 'resolve' | 'send';

/** Somebody would have been told something. Times are epoch milliseconds of the virtual clock. */
export interface Notification {
  readonly at: number;
  readonly integration: Integration;
  readonly action: Action;
  readonly status: 'firing' | 'resolved';
  /** The group's identity, beside the labels that it is grouped by. */
  readonly key: string;
  readonly group: Labels;
  readonly severity: Severity;
  readonly alerts: readonly AlertTold[];
  readonly reason: string;
  /** Whether it calls somebody by a mention. */
  readonly calls: boolean;
}

export interface AlertTold {
  readonly fingerprint: string;
  readonly status: 'firing' | 'resolved';
  readonly labels: Labels;
  readonly startsAt: number;
  /** Null while it fires. */
  readonly endsAt: number | null;
}

/** A notification as one line of the output. */
export function notificationJson(told: Notification, { write }: TimeForm): string {
  const { at, integration, action, status, group, alerts, reason } = told;
  return JSON.stringify({
    at: write(at),
    receiver: integration.receiver,
    integration: integration.kind,
    action,
    status,
    group,
    alerts: alerts.map((one) => ({
      status: one.status,
      labels: one.labels,
      startsAt: write(one.startsAt),
      endsAt: one.endsAt === null ? null : write(one.endsAt),
    })),
    reason,
  });
}
