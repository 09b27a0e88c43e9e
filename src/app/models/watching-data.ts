import { createQualityRuns } from '../../drift/quality/runs/evaluate.ts';
import { createQualityPublisher } from './publish-quality.ts';
import { startQualityAtHand } from './quality-at-hand.ts';
import {
  createRedisQualityReports,
  createRedisQualityStates,
} from '../../store/redis/quality-reports.ts';
import { lookOnSchedule } from '../look-on-schedule.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** How often it is looked whether a run is due, in milliseconds: a read, while none is. */
const LOOK_EVERY = 10_000;

/** Holds data sets against their rules on schedule; one replica at a time does, with the config that decides. */
export function startWatchingData(wiring: Wiring): void {
  const { config, redis, clock, closers, metrics } = wiring;
  const log = wiring.log.named('quality');
  const known = startQualityAtHand(redis, clock);
  const { sets, check } = known.of(config);
  const runs = createQualityRuns({
    sets,
    states: createRedisQualityStates(redis, KEYS),
    reports: createRedisQualityReports(redis, KEYS),
    now: clock.now,
    check: (data, window, signal) => check(data, window, { signal }),
    onRun(dataset, failure) {
      metrics.checked(failure === undefined ? 'done' : 'failed');
      if (failure === undefined) log.info({ dataset }, 'it was checked');
      else log.warn({ dataset, reason: failure }, 'it can not be checked');
    },
    publish: createQualityPublisher(wiring),
    onUntold: (dataset, error) => log.warn({ dataset, error }, 'its report was not told'),
  });
  const stop = lookOnSchedule(wiring, {
    name: 'quality',
    every: LOOK_EVERY,
    look: runs.look,
    onError: (error) => log.warn({ error }, 'data sets were not looked at'),
  });
  closers.push(async () => {
    await stop();
    await known.close();
  });
}
