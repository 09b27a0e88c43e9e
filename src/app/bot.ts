import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import type { Bot } from '../asking/bot.ts';
import { firingAlerts, wholeGroups } from '../engine/firing.ts';
import type { Clock } from '../engine/ports/clock.ts';
import { createRedisGroups } from '../store/redis/groups.ts';
import { appendIntent, isCommitted } from '../store/redis/intents.ts';
import { createRedisMutes } from '../store/redis/mutes.ts';
import { KEYS } from './wiring.ts';

/** A bot takes up what is asked of it at once; after so long, in milliseconds, none is there to do so. */
export const PATIENCE = 15_000;
/** How often it is looked whether that was done, in milliseconds. */
const LOOK_EVERY = 20;

/**
 * The bot on a Redis.
 *
 * @param patience how long it may take to do what it is asked, in milliseconds
 */
export function createBot(redis: Redis, clock: Clock, patience = PATIENCE): Bot {
  const groups = createRedisGroups(redis, KEYS);
  const mutes = createRedisMutes(redis, KEYS);
  return {
    groups: () => wholeGroups(groups),
    group: (key) => groups.find(key),
    firing: () => firingAlerts(groups, clock.now()),
    silences: () => mutes.silences(),
    async ask(event, id) {
      const entry = await appendIntent(redis, KEYS, event, id);
      const end = performance.now() + patience;
      while (!(await isCommitted(redis, KEYS, entry))) {
        if (performance.now() > end) throw new Error(notTakenUp(patience));
        await sleep(LOOK_EVERY);
      }
    },
    now: clock.now,
  };
}

function notTakenUp(patience: number): string {
  const seconds = Math.round(patience / 1000);
  return `no bot took it up within ${seconds} s: it waits in the inbox, and is done as soon as one runs (\`tocsin start\`, with the role worker)`;
}
