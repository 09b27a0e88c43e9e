import { z } from 'zod';
import { anyNumber, anything, anyText, anyTexts, isRecord } from '../leniency.ts';
import { parseTime } from '../time.ts';

/** They say which alert this is, so they have to be there and readable. */
const labels = z
  .record(z.string(), z.unknown(), { error: 'must be an object of names and texts' })
  .transform((given) => anyTexts.parse(given))
  .refine((given) => given.length > 0, { error: 'must not be empty' });

const time = z.unknown().optional().transform(parseTime);

const alertSchema = z.object(
  {
    status: anyText,
    labels,
    annotations: anyTexts,
    startsAt: time,
    // Go's zero time, year 1, is what a firing alert carries; it reads as none.
    endsAt: time,
    generatorURL: anyText,
    dashboardURL: anyText,
    panelURL: anyText,
    silenceURL: anyText,
    values: anything,
    valueString: anyText,
  },
  { error: 'must be an object with labels' },
);

/** One alert of a group, as Alertmanager and Grafana post it. */
export type GroupedAlert = z.infer<typeof alertSchema>;

/**
 * What Alertmanager's webhook posts, version 4, and Grafana's, which adds to it: the alerts of one
 * group, be they many or one. Sources: Prometheus, "Alertmanager configuration: webhook_config";
 * Grafana, "Configure the webhook notifier for Alerting".
 */
export const alertGroupSchema = z.object(
  {
    receiver: anyText,
    status: anyText,
    groupKey: anyText,
    groupLabels: anyTexts,
    commonLabels: anyTexts,
    externalURL: anyText,
    truncatedAlerts: anyNumber,
    alerts: z.array(alertSchema, { error: 'must be a list of alerts' }),
  },
  { error: 'must be a JSON object with a list of alerts' },
);

/** So many alerts of one message are read; of the rest it is told that they were left out. */
const MOST_ALERTS = 5_000;

/** A message with no more alerts than are read. Before the schema: that looks at each of them. */
export function boundedGroup(value: unknown): unknown {
  if (!isAlertGroup(value) || !Array.isArray(value['alerts'])) return value;
  const alerts: readonly unknown[] = value['alerts'];
  if (alerts.length <= MOST_ALERTS) return value;
  const before = Number(value['truncatedAlerts'] ?? 0);
  const truncatedAlerts = (before > 0 ? before : 0) + alerts.length - MOST_ALERTS;
  return { ...value, alerts: alerts.slice(0, MOST_ALERTS), truncatedAlerts };
}

/** A message of the alerts that can be read; undefined where all can, or none. */
export function readablePart(
  value: unknown,
): { readonly value: unknown; readonly unreadable: number } | undefined {
  if (!isAlertGroup(value) || !Array.isArray(value['alerts'])) return undefined;
  const alerts: readonly unknown[] = value['alerts'];
  const readable = alerts.filter((alert) => alertSchema.safeParse(alert).success);
  const unreadable = alerts.length - readable.length;
  if (unreadable === 0 || readable.length === 0) return undefined;
  return { value: { ...value, alerts: readable }, unreadable };
}

export type AlertGroup = z.infer<typeof alertGroupSchema>;

/** Cheaply: does this have the shape of a group of alerts? */
export function isAlertGroup(value: unknown): value is Readonly<Record<string, unknown>> {
  return isRecord(value) && Array.isArray(value['alerts']) && 'groupKey' in value;
}
