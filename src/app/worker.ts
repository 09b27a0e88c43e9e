import type { ConnectionOptions } from 'bullmq';
import { digestOf } from '../config/digest.ts';
import { createLogAdapter } from '../delivery/log/send.ts';
import { createEngine } from '../engine/engine.ts';
import { deliver, type Outlet } from '../jobs/deliver.ts';
import type { Group } from '../alert/group.ts';
import type { Adapter } from '../delivery/adapter.ts';
import type { Integration, Policy } from '../rules/policy.ts';
import { createDeliveryQueue, createDeliveryWorker } from '../jobs/delivery-queue.ts';
import { startRelay } from '../jobs/relay.ts';
import { listenerOf } from '../rules/integrations.ts';
import { createActivePolicy } from '../store/redis/active-policy.ts';
import { connectWaiting, type RedisAddress } from '../store/redis/connect.ts';
import { createRedisDeliveryStore } from '../store/redis/delivery-store.ts';
import { createRedisEventStore } from '../store/redis/event-store.ts';
import { queuePrefix } from '../store/redis/keys.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { startAnnouncing } from './announce.ts';
import { createAdapters } from './adapters.ts';
import { reportDelivery, reportStanding, watchEngine } from './watch.ts';
import { INSTALLATION, KEYS, type Wiring } from './wiring.ts';

/**
 * Engine, relay and delivery worker: what decides, and what carries it out.
 *
 * @returns what sets them to work: when everything else stands, for from then on other replicas with
 *   another config leave everything to this one
 */
export async function prepareWorker(wiring: Wiring): Promise<() => Promise<void>> {
  const { redis, address, closers, log, trouble, config, policy, version, metrics } = wiring;
  const waiting = connectWaiting(address, trouble);
  const active = createActivePolicy(redis, KEYS, digestOf(config, version));
  const store = createRedisEventStore(redis, waiting, KEYS, active);
  await store.open();
  const deliveries = createRedisDeliveryStore(redis, KEYS, active);
  const limiter = createRedisRateLimiter(redis, KEYS);
  const toLog = log.named('delivery');
  const unset = createLogAdapter((context, message) => toLog.info(context, message));
  const adapters = createAdapters({ ...wiring, limiter, unset });

  const connection: ConnectionOptions = connectionOf(address);
  const queueOptions = { connection, prefix: queuePrefix(INSTALLATION), onError: trouble };
  const queue = createDeliveryQueue(queueOptions);
  const relay = startRelay(deliveries, queue, trouble);
  const worker = createDeliveryWorker(
    (target) =>
      deliver(target, {
        store: deliveries,
        outletOf: (group, id) => outletOf(group, id, policy, adapters),
        onReport: (report) => reportDelivery(report, wiring),
      }),
    {
      ...queueOptions,
      onFailed: (error, target) => log.named('delivery').error({ ...target, error }, 'failed'),
    },
  );
  const announcing = startAnnouncing(() => store.announceConfig(), trouble);
  const engine = createEngine(store, () => policy, {
    ...watchEngine(log.named('rules'), metrics),
    onEffects: () => relay.wake(),
    onStanding(decides) {
      reportStanding(decides, log);
      if (decides) worker.resume();
      else worker.pause();
      announcing.look(decides);
    },
  });
  closers.push(
    () => queue.close(),
    () => worker.close(),
    () => relay.stop(),
    () => announcing.stop(),
    async () => {
      const stopped = engine.stop();
      // It may be waiting for news, and without Redis would do so for ever.
      store.close();
      await stopped;
    },
  );
  return async () => {
    await active.activate();
    announcing.look(true);
    worker.run();
    void engine.run();
  };
}

function outletOf(
  group: Group,
  id: string,
  policy: Policy,
  adapters: ReadonlyMap<Integration, Adapter>,
): Outlet | undefined {
  const listener = listenerOf(group, id, policy);
  const adapter = listener && adapters.get(listener.integration);
  return adapter && { adapter, isFormer: listener.isFormer };
}

/** BullMQ opens its own connections; blocking ones must wait for ever. */
function connectionOf(address: RedisAddress): ConnectionOptions {
  return 'url' in address
    ? { url: address.url, maxRetriesPerRequest: null }
    : { path: address.path, maxRetriesPerRequest: null };
}
