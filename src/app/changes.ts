import { shortHash } from '../alert/fingerprint.ts';
import type { Signal } from '../alert/signal.ts';
import { deploymentIn, renderChange } from '../delivery/pagerduty/change.ts';
import type { RateLimiter } from '../engine/ports/delivery-store.ts';
import { createChangeQueue, type ChangeJob, type ChangeQueue } from '../jobs/change-queue.ts';
import { classify } from '../rules/classify.ts';
import type { Event } from '../rules/event.ts';
import type { Policy } from '../rules/policy.ts';
import { matchingRoutes } from '../rules/route.ts';
import { eventsApi } from './pagerduty.ts';
import { queueOptionsOf } from './queue-options.ts';
import type { Wiring } from './wiring.ts';

export interface Changes extends Pick<ChangeQueue, 'run' | 'close'> {
  /** Tells of the deployments among what was taken in. */
  told(event: Event): void;
  /** Goes over to another config. */
  change(next: Pick<Wiring, 'config' | 'policy'>): void;
}

/** Tells PagerDuty's services of deployments, where the config says that a service wants to know. */
export function createChanges(wiring: Wiring, limiter: RateLimiter): Changes {
  const { log, trouble } = wiring;
  let { config, policy } = wiring;
  const delivery = log.named('delivery');

  async function tell({ service, deployment }: ChangeJob): Promise<void> {
    const key = config.receivers.flatMap(keysOfChanges).find((one) => shortHash(one) === service);
    // It is told of changes no more.
    if (key === undefined) return;
    const events = eventsApi(key, config, limiter);
    const wait = await events.wait({ id: 'changes', severity: 'info' });
    const result = wait ?? (await events.change(renderChange(deployment, key)));
    if (result.outcome === 'retry') throw new Error(result.why);
    const what = { change: deployment.summary };
    if (result.outcome === 'reject') delivery.error({ ...what, why: result.why }, 'rejected');
    else delivery.info(what, 'PagerDuty was told of a change');
  }

  const queue = createChangeQueue(tell, queueOptionsOf(wiring));

  /** The jobs of one signal: none for what is no deployment. */
  function jobsOf(signal: Signal, topic: string | undefined): readonly ChangeJob[] {
    const deployment = deploymentIn(signal);
    if (deployment === undefined) return [];
    const { labels } = classify(signal, topic, policy);
    const receivers = new Set(receiversOf(labels, policy));
    const keys = config.receivers.filter(({ name }) => receivers.has(name)).flatMap(keysOfChanges);
    return [...new Set(keys)].map((key) => {
      const service = shortHash(key);
      const links = deployment.links.map(({ title, url }) => ({ title, url }));
      return {
        id: `${signal.id} ${service}`,
        service,
        deployment: { ...deployment, labels, links },
      };
    });
  }

  return {
    run: () => queue.run(),
    close: () => queue.close(),
    told(event) {
      if (event.type !== 'signals') return;
      const jobs = event.signals.flatMap((signal) => jobsOf(signal, event.topic));
      if (jobs.length > 0) queue.add(jobs).catch(trouble);
    },
    change(next) {
      ({ config, policy } = next);
    },
  };
}

function receiversOf(labels: Signal['labels'], { route }: Policy): readonly string[] {
  return matchingRoutes(route, labels).map(({ receiver }) => receiver);
}

function keysOfChanges({ pagerduty }: Wiring['config']['receivers'][number]): readonly string[] {
  return pagerduty
    .filter(({ changes, routing_key: key }) => changes && key !== '')
    .map(({ routing_key: key }) => key);
}
