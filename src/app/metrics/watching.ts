import { digestOf } from '../../config/digest.ts';
import { startSchedule } from '../../intake/reconcile/schedule.ts';
import { createWatch } from '../../metrics/watch/evaluate.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { createRedisWatchStates } from '../../store/redis/watch-states.ts';
import { createMetricSources } from './metric-sources.ts';
import { watchRules } from './watch-rules.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** How often it is looked whether a rule is due, in milliseconds: a read, while none is. */
const LOOK_EVERY = 2_000;

/** Looks at the watch rules on schedule; one replica at a time does, with the config that decides. */
export function startWatching(wiring: Wiring): void {
  const { config, version, redis, clock, closers, metrics, log } = wiring;
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
  const digest = digestOf(config, version);
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'watch',
    every: LOOK_EVERY,
    async work(abort) {
      // A replica with another config has other rules, and would end what these have raised.
      const active = await redis.get(KEYS.policy);
      if (active === null || active === digest) await look(abort);
    },
    onError: (error) => watching.warn({ error }, 'the rules were not looked at'),
  });
  closers.push(() => schedule.stop());
}
