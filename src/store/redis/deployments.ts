import type { Redis } from 'ioredis';
import { isOutcome, type Deployment } from '../../alert/deployment.ts';
import { placesIn } from '../../alert/deployment-places.ts';
import type { Deployments, WaitingDeployment } from '../../engine/ports/deployments.ts';
import {
  DEPLOYMENTS_KEPT,
  DEPLOYMENTS_KEPT_EACH,
  DEPLOYMENTS_KEPT_FOR,
} from '../../engine/ports/kept-deployments.ts';
import type { Command } from './command.ts';
import type { Keys } from './keys.ts';

/** The deployments on Redis, a stream. */
export function createRedisDeployments(redis: Redis, keys: Keys): Deployments {
  return {
    async waiting(max) {
      return (await redis.xrange(keys.deployments.waiting, '-', '+', 'COUNT', max)).map(toWaiting);
    },
    async forget(some) {
      if (some.length === 0) return;
      await redis.xdel(keys.deployments.waiting, ...some.map(({ entry }) => entry));
    },
  };
}

/** The commands that keep a deployment, for the script that commits what it came with. */
export function deploymentCommands(
  deployment: Deployment,
  now: number,
  keys: Keys,
): readonly Command[] {
  const text = JSON.stringify(deployment);
  const { at, labels } = deployment;
  const oldest = Math.floor(now - DEPLOYMENTS_KEPT_FOR);
  return [
    ...(isOutcome(deployment) ? [['XADD', keys.deployments.waiting, '*', 'deployment', text]] : []),
    ['ZADD', keys.deployments.all, at, text],
    ['ZREMRANGEBYSCORE', keys.deployments.all, '-inf', oldest],
    ['ZREMRANGEBYRANK', keys.deployments.all, 0, -DEPLOYMENTS_KEPT - 1],
    ...placesIn(labels, true).flatMap((place): readonly Command[] => [
      ['ZADD', keys.deployments.at(place), at, text],
      ['ZREMRANGEBYRANK', keys.deployments.at(place), 0, -DEPLOYMENTS_KEPT_EACH - 1],
      ['PEXPIRE', keys.deployments.at(place), DEPLOYMENTS_KEPT_FOR],
    ]),
  ];
}

/** Written by us alone, so trusted. */
function toWaiting([entry, [, text = '{}']]: [id: string, fields: string[]]): WaitingDeployment {
  const deployment: Deployment = JSON.parse(text);
  return { entry, deployment };
}
