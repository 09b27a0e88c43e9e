import { digestOf } from '../../config/digest.ts';
import { createCompareModel } from '../../drift/runs/compare.ts';
import { createDriftRuns } from '../../drift/runs/evaluate.ts';
import { startSchedule } from '../../intake/reconcile/schedule.ts';
import { createRedisBaselines } from '../../store/redis/baselines.ts';
import { createRedisDriftReports } from '../../store/redis/drift-reports.ts';
import { createRedisDriftStates } from '../../store/redis/drift-states.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { startComparer } from './drift-compared.ts';
import { createDriftPublisher } from './publish-drift.ts';
import type { RetrainingTriggers } from '../runbooks/retraining-trigger.ts';
import { watchedModels } from './watched-models.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** How often it is looked whether a run is due, in milliseconds: a read, while none is. */
const LOOK_EVERY = 10_000;
/** Of all replicas one at a time makes runs, and a command that is asked for one waits for that. */
export const DRIFT_TURN = 'drift';

/** Compares the data of models on schedule; one replica at a time does, with the config that decides. */
export function startWatchingModels(
  wiring: Wiring,
  { drifted }: Pick<RetrainingTriggers, 'drifted'>,
): void {
  const { config, version, redis, clock, closers, metrics } = wiring;
  const log = wiring.log.named('drift');
  const comparer = startComparer();
  const compare = createCompareModel({
    baselines: createRedisBaselines(redis, KEYS),
    comparer,
    now: clock.now,
  });
  const publish = createDriftPublisher(wiring);
  const runs = createDriftRuns({
    models: watchedModels(config),
    states: createRedisDriftStates(redis, KEYS),
    reports: createRedisDriftReports(redis, KEYS),
    now: clock.now,
    compare: (model, window, signal) => compare(model, window, { signal }),
    onRun(model, failure) {
      metrics.compared(failure === undefined ? 'done' : 'failed');
      if (failure === undefined) log.info({ model }, 'its data was compared');
      else log.warn({ model, reason: failure }, 'its data can not be compared');
    },
    async publish(model, report) {
      await drifted(model.name, report);
      await publish(model, report);
    },
    onUntold: (model, error) => log.warn({ model, error }, 'its report was not told'),
  });
  const digest = digestOf(config, version);
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: DRIFT_TURN,
    every: LOOK_EVERY,
    async work(abort) {
      // A replica with another config has other models, and would end what these have raised.
      const active = await redis.get(KEYS.policy);
      if (active === null || active === digest) await runs.look(abort);
    },
    onError: (error) => log.warn({ error }, 'models were not looked at'),
  });
  closers.push(async () => {
    await schedule.stop();
    await comparer.close();
  });
}
