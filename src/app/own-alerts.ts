import { createOwnAlerts } from '../announcements/own-alerts.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import { startSchedule } from '../intake/reconcile/schedule.ts';
import { readStats } from '../store/redis/stats.ts';
import { createRedisAutomation } from '../store/redis/automation.ts';
import { createRedisDriftStates } from '../store/redis/drift-states.ts';
import { createRedisDegradationStates } from '../store/redis/model-reports.ts';
import { createRedisQualityStates } from '../store/redis/quality-reports.ts';
import { createRedisTroubles } from '../store/redis/troubles.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { createRedisWatchStates } from '../store/redis/watch-states.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** How often it is looked whether something is wrong with the bot itself, in milliseconds. */
const EVERY = 10_000;

/** Raises the bot's own alerts; one replica at a time looks. */
export function startOwnAlerts(wiring: Wiring, inbox: Inbox): void {
  const { policy, redis, clock, closers, log } = wiring;
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'own-alerts',
    every: wiring.lookEvery ?? EVERY,
    work: createOwnAlerts({
      policy,
      troubles: createRedisTroubles(redis, KEYS),
      stats: () => readStats(redis, KEYS),
      watch: createRedisWatchStates(redis, KEYS),
      drift: createRedisDriftStates(redis, KEYS),
      quality: createRedisQualityStates(redis, KEYS),
      degradation: createRedisDegradationStates(redis, KEYS),
      automation: createRedisAutomation(redis, KEYS),
      inbox,
      now: clock.now,
    }),
    onError: (error) => log.named('announcements').warn({ error }, 'own troubles were not told'),
  });
  closers.push(() => schedule.stop());
}
