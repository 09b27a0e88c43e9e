import { setTimeout as sleep } from 'node:timers/promises';
import type { Silence } from '../alert/silence.ts';
import type { Config } from '../config/load.ts';
import { firingAlerts, wholeGroups } from '../engine/firing.ts';
import type { IntentEvent } from '../rules/event.ts';
import type { WholeGroup } from '../engine/ports/groups.ts';
import type { FiringAlert } from '../rules/firing.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { createRedisGroups } from '../store/redis/groups.ts';
import { appendIntent, isCommitted } from '../store/redis/intents.ts';
import { createRedisMutes } from '../store/redis/mutes.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS } from './wiring.ts';

/** A bot takes up what is asked of it at once; after so long, in milliseconds, none is there to do so. */
const PATIENCE = 15_000;
/** How often it is looked whether that was done, in milliseconds. */
const LOOK_EVERY = 20;

/** A bot that runs, for commands that ask something of it. */
export interface RunningBot {
  readonly groups: () => AsyncIterable<WholeGroup>;
  readonly group: (key: string) => Promise<WholeGroup | undefined>;
  /** The alerts that fire now. */
  readonly firing: () => Promise<readonly FiringAlert[]>;
  readonly silences: () => Promise<readonly Silence[]>;
  /** Has the rules do something; resolves when it is done. @throws Error when nobody took it up */
  readonly ask: (event: IntentEvent) => Promise<void>;
  /** The store's clock, epoch milliseconds. */
  readonly now: () => number;
  close(): void;
}

/**
 * The bot that a config describes.
 *
 * @param patience how long it may take to do what it is asked, in milliseconds
 * @throws Error in words for people when its Redis can't be reached
 */
export async function openRunningBot(config: Config, patience = PATIENCE): Promise<RunningBot> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  const groups = createRedisGroups(redis, KEYS);
  const mutes = createRedisMutes(redis, KEYS);
  return {
    groups: () => wholeGroups(groups),
    group: (key) => groups.find(key),
    firing: () => firingAlerts(groups, clock.now()),
    silences: () => mutes.silences(),
    async ask(event) {
      const entry = await appendIntent(redis, KEYS, event);
      const end = performance.now() + patience;
      while (!(await isCommitted(redis, KEYS, entry))) {
        if (performance.now() > end) throw new Error(notTakenUp(patience));
        await sleep(LOOK_EVERY);
      }
    },
    now: clock.now,
    close() {
      clock.stop();
      redis.disconnect();
    },
  };
}

function notTakenUp(patience: number): string {
  const seconds = Math.round(patience / 1000);
  return `no bot took it up within ${seconds} s: it waits in the inbox, and is done as soon as one runs (\`tocsin start\`, with the role worker)`;
}
