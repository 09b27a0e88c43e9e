import { deploymentIn, isOutcome, type Deployment } from '../alert/deployment.ts';
import type { Event } from '../rules/event.ts';
import { createLogAdapter } from '../delivery/log/send.ts';
import { createEngine } from '../engine/engine.ts';
import type { Target } from '../engine/ports/delivery-store.ts';
import { createDeliveryQueue, createDeliveryWorker } from '../jobs/delivery-queue.ts';
import { deliver } from '../jobs/deliver.ts';
import { Leases } from '../jobs/leases.ts';
import { createPromptDelivery } from '../jobs/prompt-delivery.ts';
import { startRelay } from '../jobs/relay.ts';
import { digestOf } from '../config/digest.ts';
import { createChartRenderer } from '../metrics/charts/renderer.ts';
import { createActivePolicy } from '../store/redis/active-policy.ts';
import { connectWaiting } from '../store/redis/connect.ts';
import { createRedisChannelIds } from '../store/redis/channel-ids.ts';
import { createRedisDecisions } from '../store/redis/decisions.ts';
import { createRedisDeliveryStore } from '../store/redis/delivery-store.ts';
import { createRedisEventStore } from '../store/redis/event-store.ts';
import { createKnown } from '../store/redis/known.ts';
import { createRedisKeptDeployments } from '../store/redis/kept-deployments.ts';
import { createRedisKnownDuties } from '../store/redis/known-duties.ts';
import { createRedisTroubles } from '../store/redis/troubles.ts';
import { createRedisPagerDutyIncidents } from '../store/redis/pagerduty-incidents.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { createAlertGraphs } from './metrics/alert-graphs.ts';
import { thisProcess } from './actor.ts';
import { startAnnouncing } from './announce.ts';
import { auditTrail } from './audit.ts';
import { createChanges } from './changes.ts';
import { createChatWork } from './chat-work.ts';
import { keepDecisions } from './keep-decisions.ts';
import { queueOptionsOf } from './queue-options.ts';
import { createRulebook } from './rulebook.ts';
import { createRulebookChange, type ChangeKind } from './rulebook-change.ts';
import { reportDelivery, reportStanding, watchEngine } from './watch.ts';
import { KEYS, type Wiring } from './wiring.ts';

export interface WorkerPart {
  /**
   * Sets it to work: when everything else stands, for from then on other replicas with another config
   * leave everything to this one.
   */
  start(): Promise<void>;
  /**
   * Goes over to another config. What is being decided or delivered is finished by the old one.
   *
   * @throws when the config can't be used, or can't be made the active one; then nothing has changed
   */
  change(next: Pick<Wiring, 'config' | 'policy'>, kind: ChangeKind): Promise<void>;
}

/** The deployments that ended, as an event tells: each is decided about once. */
function deploymentsIn(event: Event): readonly Deployment[] {
  if (event.type !== 'signals') return [];
  return event.signals.flatMap((signal) => deploymentIn(signal) ?? []).filter(isOutcome);
}

/** Engine, relay and delivery worker: what decides, and what carries it out. */
export async function prepareWorker(wiring: Wiring): Promise<WorkerPart> {
  const { redis, clock, address, closers, log, trouble, config, version, metrics } = wiring;
  const waiting = connectWaiting(address, trouble);
  const active = createActivePolicy(redis, KEYS, digestOf(config, version));
  const known = createKnown();
  const store = createRedisEventStore(redis, waiting, KEYS, active, known);
  await store.open();
  const deliveries = createRedisDeliveryStore(redis, KEYS, active, known);
  const limiter = createRedisRateLimiter(redis, KEYS);
  const troubles = createRedisTroubles(redis, KEYS);
  const toLog = log.named('delivery');
  const unset = createLogAdapter((context, message) => toLog.info(context, message));
  const adapterParts = {
    ...wiring,
    limiter,
    unset,
    channelIds: createRedisChannelIds(redis, KEYS),
    deployments: createRedisKeptDeployments(redis, KEYS),
    pagerDutyIncidents: createRedisPagerDutyIncidents(redis, KEYS),
    knownDuties: createRedisKnownDuties(redis, KEYS),
    now: clock.now,
    onUnknown: (error: unknown, schedule: string) =>
      toLog.warn(
        { schedule, error },
        'nobody can say who is on call: it is taken to be who last was',
      ),
    onTrouble: (group: string, why: string) =>
      toLog.warn({ group, why }, 'PagerDuty did not take it; nothing waits for it'),
  };
  const audit = auditTrail(wiring);
  const onActivated = (digest: string): void =>
    audit({
      actor: thisProcess(),
      action: 'config-activated',
      object: digest,
      details: { version },
    });
  const rulebook = createRulebookChange(createRulebook(adapterParts), active, onActivated);

  const queueOptions = queueOptionsOf(wiring);
  const queue = createDeliveryQueue(queueOptions);
  const leases = new Leases(deliveries);
  const renderer = createChartRenderer();
  const graphs = createAlertGraphs(wiring, { limiter, store: deliveries, renderer });
  const run = (target: Target) =>
    deliver(target, {
      store: deliveries,
      leases,
      troubles,
      outletOf: (group, id) => rulebook.current().outletOf(group, id),
      onDelivered: graphs.look,
      onReport: (report) => reportDelivery(report, rulebook.current().policy, wiring),
    });
  const onFailed = (error: unknown, target?: Target) => toLog.error({ ...target, error }, 'failed');
  const worker = createDeliveryWorker(run, { ...queueOptions, onFailed });
  const prompt = createPromptDelivery(run, {
    store: deliveries,
    queue,
    onFailed,
    onError: trouble,
  });
  const relay = startRelay(
    (max) => deliveries.claimEffects(max),
    (effects) => prompt.add(effects),
    trouble,
  );
  const chat = createChatWork(wiring, renderer);
  const changes = createChanges(wiring, limiter);
  const announcing = startAnnouncing(() => store.announceConfig(), trouble);
  const turns = {
    ...store,
    async renewPolicy() {
      await rulebook.pause();
      return store.renewPolicy();
    },
  };
  const watcher = watchEngine(log.named('rules'), metrics);
  const keep = keepDecisions(createRedisDecisions(redis, KEYS), clock.now, trouble);
  const engine = createEngine(turns, () => rulebook.current().policy, {
    onError: watcher.onError,
    onDecision(event, reasons) {
      watcher.onDecision(event, reasons);
      keep(event, reasons);
      changes.wake(event);
      for (const one of deploymentsIn(event)) metrics.deployed(one.outcome);
    },
    onEffects: () => relay.wake(),
    onStanding(decides) {
      reportStanding(decides, log);
      for (const one of [prompt, worker, chat, changes, graphs]) {
        if (decides) one.resume();
        else one.pause();
      }
      announcing.look(decides);
    },
  });
  closers.push(
    () => queue.close(),
    () => renderer.close(),
    async () => rulebook.current().close(),
    () => graphs.close(),
    async () => {
      await Promise.all([prompt.close(), worker.close()]);
    },
    () => chat.close(),
    () => changes.close(),
    () => relay.stop(),
    () => announcing.stop(),
    async () => {
      const stopped = engine.stop();
      // It may be waiting for news, and without Redis would do so for ever.
      store.close();
      await stopped;
    },
  );
  return {
    async start() {
      if (await active.activate()) onActivated(active.digest);
      wiring.library.run();
      announcing.look(true);
      prompt.run();
      worker.run();
      chat.run();
      changes.run();
      graphs.run();
      void engine.run();
    },
    async change(next, kind) {
      await rulebook.change(createRulebook({ ...adapterParts, ...next }), kind);
      chat.change(next);
      changes.change(next);
      graphs.change(next);
      if (kind === 'activate') announcing.look(true);
    },
  };
}
