import type { DeploymentRun } from '../alert/deployment.ts';
import type { Config } from '../config/load.ts';
import { startRedisClock } from '../store/redis/clock.ts';
import { createRedisKeptDeployments } from '../store/redis/kept-deployments.ts';
import { connectRunning } from './running-redis.ts';
import { KEYS } from './wiring.ts';

export type { DeploymentRun } from '../alert/deployment.ts';

/**
 * The deployments that the bot of a config was told of, the newest first.
 *
 * @param sinceAt from when on, epoch milliseconds by the store's clock: told its time now
 * @throws Error in words for people when its Redis can't be reached
 */
export async function readDeployments(
  config: Config,
  sinceAt: (now: number) => number,
): Promise<readonly DeploymentRun[]> {
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    const deployments = createRedisKeptDeployments(redis, KEYS);
    return await deployments.between(sinceAt(clock.now()), Number.MAX_SAFE_INTEGER);
  } finally {
    clock.stop();
    redis.disconnect();
  }
}
