import { createWatch } from '../../metrics/watch/evaluate.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { createRedisWatchStates } from '../../store/redis/watch-states.ts';
import { createMetricSources } from './metric-sources.ts';
import { watchRules } from './watch-rules.ts';
import { lookOnSchedule } from '../look-on-schedule.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** How often it is looked whether a rule is due, in milliseconds: a read, while none is. */
const LOOK_EVERY = 2_000;

/** Looks at the watch rules on schedule; one replica at a time does, with the config that decides. */
export function startWatching(wiring: Wiring): void {
  const { config, redis, clock, closers, metrics, log } = wiring;
  const watching = log.named('watch');
  const failing = new Map<string, string>();
  const look = createWatch({
    rules: watchRules(config),
    sources: createMetricSources(config, {
      limiter: createRedisRateLimiter(redis, KEYS),
      onCharged: (source, count) => metrics.charged({ source, metrics: count }),
    }),
    states: createRedisWatchStates(redis, KEYS),
    now: clock.now,
    onLooked(rule, failure) {
      metrics.watched(failure === undefined ? 'judged' : 'failed');
      if (failure === failing.get(rule)) return;
      if (failure === undefined) watching.info({ rule }, 'it can be looked at again');
      else watching.warn({ rule, reason: failure }, 'it can not be looked at');
      if (failure === undefined) failing.delete(rule);
      else failing.set(rule, failure);
    },
  });
  const stop = lookOnSchedule(wiring, {
    name: 'watch',
    every: LOOK_EVERY,
    look,
    onError: (error) => watching.warn({ error }, 'the rules were not looked at'),
  });
  closers.push(stop);
}
