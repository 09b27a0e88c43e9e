import { z } from 'zod';
import { fingerprint } from '../../alert/fingerprint.ts';
import { readSeverity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { httpUrl } from '../aws/console.ts';
import { boundedAnnotations, boundedLabels } from '../bounds.ts';
import { anyNumber, anyTexts, isRecord, whyNot } from '../leniency.ts';
import { parseTime } from '../time.ts';
import type { MessageContext, Reading, WebhookFormat } from './format.ts';
import { anyLinks } from './links.ts';
import { deploymentsSchema, deploymentSignal } from './tocsin-deployment.ts';

/** Alerts in one message. */
const MAX_ALERTS = 1000;

const labels = z
  .record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]), {
    error: 'must be an object of names and texts',
  })
  .transform((given) =>
    Object.fromEntries(
      Object.entries(given).flatMap(([name, value]) =>
        value === null || name === '__proto__' ? [] : [[name, String(value)]],
      ),
    ),
  )
  .refine((given) => Object.hasOwn(given, 'alertname') && given['alertname'] !== '', {
    error: 'needs an alertname: {"labels": {"alertname": "…"}}',
  });

const alertSchema = z.object({
  status: z.enum(['firing', 'resolved'], { error: 'must be "firing" or "resolved"' }).optional(),
  labels,
  annotations: anyTexts,
  startsAt: z.unknown().optional().transform(parseTime),
  endsAt: z.unknown().optional().transform(parseTime),
  value: anyNumber,
  threshold: anyNumber,
  links: anyLinks,
  resends: z
    .unknown()
    .optional()
    .transform((value) => value === true),
});

const messageSchema = z.object(
  {
    alerts: z
      .array(alertSchema, {
        error: 'must be a list: {"alerts": [{"labels": {"alertname": "…"}}]}',
      })
      .max(MAX_ALERTS, { error: `may hold at most ${MAX_ALERTS} alerts; send several messages` }),
    deployments: deploymentsSchema,
  },
  { error: 'must be a JSON object: {"alerts": [{"labels": {"alertname": "…"}}]}' },
);

type Alert = z.infer<typeof alertSchema>;

/**
 * Reads our plain JSON. What identifies an alert must be right; of the rest, what can't be read is
 * left out rather than refused.
 */
function read(value: unknown): Reading {
  const hasDeployments = isRecord(value) && 'deployments' in value;
  const parsed = messageSchema.safeParse(hasDeployments ? { alerts: [], ...value } : value);
  if (!parsed.success) return { ok: false, why: whyNot(parsed.error) };
  const { alerts, deployments } = parsed.data;
  const count = alerts.length + deployments.length;
  return {
    ok: true,
    signals(context) {
      const idOf = (index: number) =>
        count === 1 ? context.messageId : `${context.messageId}/${index}`;
      return [
        ...alerts.map((one, index) => alertSignal(one, idOf(index), context)),
        ...deployments.map((one, index) =>
          deploymentSignal(one, idOf(alerts.length + index), context),
        ),
      ];
    },
  };
}

function alertSignal(alert: Alert, id: string, context: MessageContext): Signal {
  const { value, threshold, startsAt = context.sentAt } = alert;
  const ended = alert.endsAt !== undefined && alert.endsAt <= context.sentAt;
  const status = alert.status ?? (ended ? 'resolved' : 'firing');
  const endsAt = alert.endsAt ?? (status === 'resolved' ? context.sentAt : undefined);
  const said = readSeverity(alert.labels['severity']);
  const defaultSeverity = 'warning';
  const { alertname, severity: _, ...rest } = alert.labels;
  const runbook = httpUrl(alert.annotations.find(([name]) => name === 'runbook')?.[1]);
  return {
    id,
    source: 'tocsin',
    nature: 'state',
    status,
    // The labels as they were given, whatever becomes of them here: two programs must not collide
    // because a long value was cut.
    fingerprint: fingerprint(alert.labels),
    labels: boundedLabels([
      ['alertname', alertname],
      ['severity', said.severity ?? defaultSeverity],
      ...Object.entries(rest),
    ]),
    annotations: boundedAnnotations(alert.annotations),
    links:
      runbook === undefined ? alert.links : [...alert.links, { title: 'Runbook', url: runbook }],
    ...said,
    defaultSeverity,
    ...(value === undefined ? {} : { value }),
    ...(threshold === undefined ? {} : { threshold }),
    startsAt,
    ...(endsAt === undefined ? {} : { endsAt }),
    // A program that re-sends repeats its first start, so only the sending orders what it says.
    changedAt: context.sentAt,
    resends: alert.resends,
  };
}

/**
 * Our plain JSON, which any program can write. Alertmanager's webhook also has a list of `alerts`;
 * its `groupKey` tells it apart.
 */
export const tocsin: WebhookFormat = {
  source: 'tocsin',
  recognise: (value) =>
    isRecord(value) &&
    (Array.isArray(value['alerts']) || Array.isArray(value['deployments'])) &&
    !('groupKey' in value),
  read,
  toSignals(value, context) {
    const reading = read(value);
    const signals = reading.ok ? reading.signals(context) : [];
    // An empty list from a topic is odd enough for somebody to look at.
    return signals.length > 0 ? signals : undefined;
  },
};
