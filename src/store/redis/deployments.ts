import type { Redis } from 'ioredis';
import type { Deployment } from '../../alert/deployment.ts';
import type { Deployments, WaitingDeployment } from '../../engine/ports/deployments.ts';
import type { Command } from './command.ts';
import type { Keys } from './keys.ts';

/** The deployments on Redis, a stream. */
export function createRedisDeployments(redis: Redis, keys: Keys): Deployments {
  return {
    async waiting(max) {
      return (await redis.xrange(keys.deployments, '-', '+', 'COUNT', max)).map(toWaiting);
    },
    async forget(some) {
      if (some.length === 0) return;
      await redis.xdel(keys.deployments, ...some.map(({ entry }) => entry));
    },
  };
}

/** The command that appends a deployment, for the script that commits what it came with. */
export function deploymentCommand(deployment: Deployment, keys: Keys): Command {
  return ['XADD', keys.deployments, '*', 'deployment', JSON.stringify(deployment)];
}

/** Written by us alone, so trusted. */
function toWaiting([entry, [, text = '{}']]: [id: string, fields: string[]]): WaitingDeployment {
  const deployment: Deployment = JSON.parse(text);
  return { entry, deployment };
}
