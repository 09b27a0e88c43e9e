import { createHandOvers } from '../announcements/hand-overs.ts';
import { writtenIntegrations } from '../config/integrations.ts';
import type { Config } from '../config/schema/config.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import { startSchedule } from '../intake/reconcile/schedule.ts';
import { createRedisGroups } from '../store/redis/groups.ts';
import { createRedisKnownDuties } from '../store/redis/known-duties.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { createFindOnDuty } from './duties.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** How often it is looked whether somebody else is on call, in milliseconds. */
const EVERY = 30_000;

/** Has whoever comes on call told of what still fires; one replica at a time looks. */
export function startHandOvers(wiring: Wiring, inbox: Inbox): void {
  const { config, redis, clock, closers, log } = wiring;
  const places = placesOf(config);
  const toLog = log.named('announcements');
  const find = createFindOnDuty(config, {
    knownDuties: createRedisKnownDuties(redis, KEYS),
    limiter: createRedisRateLimiter(redis, KEYS),
    now: clock.now,
    onUnknown: (error, schedule) =>
      toLog.warn({ schedule, error }, 'nobody can say whether somebody else is on call'),
  });
  if (places.length === 0 || find === undefined) return;
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'hand-overs',
    every: EVERY,
    work: createHandOvers({
      places,
      async who(name) {
        const found = await find(name, clock.now());
        return found.outcome === 'found' ? found.user : undefined;
      },
      groups: createRedisGroups(redis, KEYS),
      inbox,
      now: clock.now,
    }),
    onError: (error) => toLog.warn({ error }, 'who comes on call was not told'),
  });
  closers.push(() => schedule.stop());
}

/** Where a config has whoever is on call told, each once. */
function placesOf({ receivers }: Config) {
  const places = receivers.flatMap(writtenIntegrations).flatMap(({ id, settings }) => {
    if (settings.kind !== 'slack' || !('oncall' in settings)) return [];
    return [[id, { integration: id, schedule: settings.oncall }] as const];
  });
  return [...new Map(places).values()];
}
