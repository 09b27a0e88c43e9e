import { randomBytes } from 'node:crypto';
import { fingerprint } from '../alert/fingerprint.ts';
import type { Signal, SignalStatus } from '../alert/signal.ts';
import type { Automation } from '../engine/ports/automation.ts';
import type { DriftStates } from '../engine/ports/drift-states.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import type { DegradationStates } from '../engine/ports/model-reports.ts';
import type { QualityStates } from '../engine/ports/quality-reports.ts';
import type { StoreStats } from '../engine/ports/stats.ts';
import { isPast, type Raised, type Troubles } from '../engine/ports/troubles.ts';
import { boundedAnnotations, boundedLabels } from '../intake/bounds.ts';
import type { WatchStates } from '../engine/ports/watch-states.ts';
import type { Policy } from '../rules/policy.ts';
import { automationAlerts } from './automation-alerts.ts';
import { backlogAlerts } from './backlog-alerts.ts';
import { degradationAlerts } from './degradation-alerts.ts';
import { deliveryAlerts } from './delivery-alerts.ts';
import { driftAlerts } from './drift-alerts.ts';
import { qualityAlerts } from './quality-alerts.ts';
import { watchAlerts } from './watch-alerts.ts';

export interface OwnAlertsParts {
  readonly policy: Policy;
  readonly troubles: Troubles;
  readonly stats: () => Promise<StoreStats>;
  readonly watch: Pick<WatchStates, 'all'>;
  readonly drift: Pick<DriftStates, 'all'>;
  readonly quality: Pick<QualityStates, 'all'>;
  readonly degradation: Pick<DegradationStates, 'all'>;
  readonly automation: Pick<Automation, 'standing'>;
  readonly inbox: Pick<Inbox, 'accept'>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
}

/**
 * Raises the bot's own alerts, of integrations, watch rules and comparisons that fail and of what piles up, and ends
 * those whose cause is gone: as signals, which are routed and told like any other.
 *
 * @returns what looks once; it is to be called now and then
 */
export function createOwnAlerts(parts: OwnAlertsParts): () => Promise<void> {
  const { policy, troubles, stats, watch, drift, quality, degradation, automation, inbox, now } =
    parts;

  async function say(raised: Raised, status: SignalStatus, at: number): Promise<void> {
    const traceId = randomBytes(16).toString('hex');
    const signals = [ownSignal(raised, status, at)];
    await inbox.accept({
      messageId: `tocsin/${traceId}`,
      event: { type: 'signals', traceId, signals },
    });
  }

  return async () => {
    const at = now();
    const failing = await troubles.all();
    for (const [integration, trouble] of failing) {
      const isGone = !policy.integrationsById.has(integration) || isPast(trouble, at);
      if (isGone) await troubles.forget(integration);
    }
    const wanted = [
      ...deliveryAlerts(failing, policy, at),
      ...backlogAlerts(await stats(), at),
      ...watchAlerts(await watch.all(), at),
      ...driftAlerts(await drift.all()),
      ...qualityAlerts(await quality.all()),
      ...degradationAlerts(await degradation.all()),
      ...automationAlerts(await automation.standing()),
    ];
    const raised = await troubles.raised();
    for (const one of wanted) {
      const { integration: about } = one.labels;
      if (isSame(raised.get(about), one)) continue;
      await say(one, 'firing', at);
      await troubles.keepRaised(about, one);
    }
    const current = new Set(wanted.map(({ labels }) => labels.integration));
    for (const [about, one] of raised) {
      if (current.has(about)) continue;
      await say(one, 'resolved', at);
      await troubles.keepRaised(about, undefined);
    }
  };
}

function isSame(before: Raised | undefined, { severity, summary }: Raised): boolean {
  return before?.severity === severity && before.summary === summary;
}

function ownSignal(
  { labels, severity, summary, description, since }: Raised,
  status: SignalStatus,
  at: number,
): Signal {
  const { alertname, integration } = labels;
  return {
    id: `tocsin/${alertname}/${integration}`,
    source: 'tocsin',
    nature: 'state',
    status,
    fingerprint: fingerprint({ alertname, integration }, 'tocsin'),
    labels: boundedLabels([...Object.entries(labels), ['severity', severity]]),
    annotations: boundedAnnotations([
      ['summary', summary],
      ['description', description],
    ]),
    links: [],
    severity,
    defaultSeverity: severity,
    startsAt: since,
    ...(status === 'resolved' && { endsAt: at }),
    changedAt: at,
    resends: false,
  };
}
