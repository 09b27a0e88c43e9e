import type { Bot } from '../asking/bot.ts';
import type { Config } from '../config/load.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { createBot, PATIENCE } from './bot.ts';
import { connectRunning } from './running-redis.ts';

/** A bot that runs, for commands that ask something of it. */
export interface RunningBot extends Bot {
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
  return {
    ...createBot(redis, clock, patience),
    close() {
      clock.stop();
      redis.disconnect();
    },
  };
}
