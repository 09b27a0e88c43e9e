import { createCompareModel } from '../../drift/runs/compare.ts';
import { createDriftRuns } from '../../drift/runs/evaluate.ts';
import { createRedisBaselines } from '../../store/redis/baselines.ts';
import { createRedisDriftReports } from '../../store/redis/drift-reports.ts';
import { createRedisDriftStates } from '../../store/redis/drift-states.ts';
import { startComparer } from './drift-compared.ts';
import { createDriftPublisher } from './publish-drift.ts';
import type { RetrainingTriggers } from '../runbooks/retraining-trigger.ts';
import { watchedModels } from './watched-models.ts';
import { lookOnSchedule } from '../look-on-schedule.ts';
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
  const { config, redis, clock, closers, metrics } = wiring;
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
  const stop = lookOnSchedule(wiring, {
    name: DRIFT_TURN,
    every: LOOK_EVERY,
    look: runs.look,
    onError: (error) => log.warn({ error }, 'models were not looked at'),
  });
  closers.push(async () => {
    await stop();
    await comparer.close();
  });
}
