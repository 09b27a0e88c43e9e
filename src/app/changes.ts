import type { Deployment } from '../alert/deployment.ts';
import { shortHash } from '../alert/fingerprint.ts';
import { renderChange } from '../delivery/pagerduty/change.ts';
import type { RateLimiter } from '../engine/ports/delivery-store.ts';
import type { WaitingDeployment } from '../engine/ports/deployments.ts';
import { createChangeQueue, type ChangeJob } from '../jobs/change-queue.ts';
import type { QueueWorker } from '../jobs/queue-worker.ts';
import { startRelay } from '../jobs/relay.ts';
import type { Event } from '../rules/event.ts';
import { matchingRoutes } from '../rules/route.ts';
import { createRedisDeployments } from '../store/redis/deployments.ts';
import { eventsApi } from './pagerduty.ts';
import { queueOptionsOf } from './queue-options.ts';
import { KEYS, type Wiring } from './wiring.ts';

export interface Changes extends QueueWorker {
  /** Looks whether a deployment is among what was taken in. */
  wake(event: Event): void;
  /** Goes over to another config. */
  change(next: Pick<Wiring, 'config' | 'policy'>): void;
}

/**
 * Tells PagerDuty's services of deployments, where the config says that a service wants to know. A
 * deployment waits in the store from its commit on until it is in the queue: a job has the same id
 * however often it is made.
 */
export function createChanges(wiring: Wiring, limiter: RateLimiter): Changes {
  const { log, trouble, redis } = wiring;
  let { config, policy } = wiring;
  let isPaused = false;
  const delivery = log.named('delivery');
  const deployments = createRedisDeployments(redis, KEYS);

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

  /** The jobs of a deployment: one a service that wants to know. */
  function jobsOf(deployment: Deployment): readonly ChangeJob[] {
    const { id, run: _run, ...told } = deployment;
    const receivers = new Set(
      matchingRoutes(policy.route, told.labels).map(({ receiver }) => receiver),
    );
    const keys = config.receivers.filter(({ name }) => receivers.has(name)).flatMap(keysOfChanges);
    return [...new Set(keys)].map((key) => {
      const service = shortHash(key);
      const links = told.links.map(({ title, url }) => ({ title, url }));
      return { id: `${id} ${service}`, service, deployment: { ...told, links } };
    });
  }

  async function relayed(some: readonly WaitingDeployment[]): Promise<void> {
    const jobs = some.flatMap((one) => jobsOf(one.deployment));
    if (jobs.length > 0) await queue.add(jobs);
    await deployments.forget(some);
  }

  // Who wants to know is for those to say who decide.
  const claim = async (max: number) => (isPaused ? [] : deployments.waiting(max));
  const relay = startRelay(claim, relayed, trouble);
  return {
    run: () => queue.run(),
    pause() {
      isPaused = true;
      queue.pause();
    },
    resume() {
      isPaused = false;
      queue.resume();
    },
    async close() {
      await relay.stop();
      await queue.close();
    },
    wake(event) {
      if (event.type !== 'signals') return;
      if (event.signals.some(({ deployment }) => deployment !== undefined)) relay.wake();
    },
    change(next) {
      ({ config, policy } = next);
    },
  };
}

function keysOfChanges({ pagerduty }: Wiring['config']['receivers'][number]): readonly string[] {
  return pagerduty
    .filter(({ changes, routing_key: key }) => changes && key !== '')
    .map(({ routing_key: key }) => key);
}
