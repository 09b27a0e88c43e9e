import { createAnnouncer } from '../announcements/announcer.ts';
import type { Inbox } from '../engine/ports/inbox.ts';
import { startSchedule } from '../intake/reconcile/schedule.ts';
import { createRedisGroups } from '../store/redis/groups.ts';
import { createRedisMutes } from '../store/redis/mutes.ts';
import { createRedisTurns } from '../store/redis/turns.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** How often it is looked whether there is something to tell, in milliseconds. */
const EVERY = 20_000;

/** Tells of maintenance, and of silences that end soon; one replica at a time looks. */
export function startAnnouncingMutes(wiring: Wiring, inbox: Inbox): void {
  const { policy, redis, clock, closers, log } = wiring;
  const announce = createAnnouncer({
    windows: policy.maintenance,
    mutes: createRedisMutes(redis, KEYS),
    groups: createRedisGroups(redis, KEYS),
    inbox,
    now: clock.now,
  });
  const schedule = startSchedule({
    turns: createRedisTurns(redis, KEYS),
    name: 'announce-mutes',
    every: EVERY,
    work: announce,
    onError: (error) => log.named('announcements').warn({ error }, 'mutes were not announced'),
  });
  closers.push(() => schedule.stop());
}
