import type { Alert } from '../../alert/alert.ts';
import { labelValue } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import { withSeverity, type Signal } from '../../alert/signal.ts';
import type { Inbox } from '../../engine/ports/inbox.ts';
import type { KnownAlarms } from '../../engine/ports/known-alarms.ts';
import { readDescription } from '../alarm/description.ts';
import { newTraceId } from '../trace-id.ts';
import type { DescribedAlarm } from './described-alarm.ts';

export interface RetagDeps {
  readonly inbox: Inbox;
  readonly alarms: KnownAlarms;
}

/**
 * Gives the alerts of an alarm, while they fire, the severity that its tag turned out to say: of the
 * whole alarm, or of each of its time series. What the alarm's description says goes before.
 */
export async function retag(
  { alarm }: DescribedAlarm,
  severity: Severity,
  { inbox, alarms }: RetagDeps,
): Promise<void> {
  const { account, region, name, state } = alarm;
  if (state !== 'ALARM' || account === undefined || region === undefined) return;
  if (readDescription(alarm.description).severity !== undefined) return;
  const firing = await alarms.firing({ account, region });
  for (const alert of firing.filter(({ labels }) => labelValue(labels, 'alertname') === name)) {
    if (alert.severity === severity) continue;
    const signal = repeated(alert, severity);
    const event = { type: 'signals', traceId: newTraceId(), signals: [signal] } as const;
    await inbox.accept({ messageId: signal.id, event });
  }
}

/** The last news of an alert once more, with a severity. */
function repeated(alert: Alert, severity: Severity): Signal {
  const { fingerprint, changedAt } = alert;
  return withSeverity(
    {
      id: `severity:${fingerprint}:${changedAt}:${severity}`,
      source: alert.source,
      nature: alert.nature,
      status: 'firing',
      fingerprint,
      labels: alert.labels,
      annotations: alert.annotations,
      links: alert.links,
      ...(alert.value !== undefined && { value: alert.value }),
      ...(alert.threshold !== undefined && { threshold: alert.threshold }),
      defaultSeverity: alert.severity,
      startsAt: alert.startsAt,
      changedAt,
      resends: false,
    },
    severity,
  );
}
