import type { Redis } from 'ioredis';
import { deploymentRuns, type Deployment } from '../../alert/deployment.ts';
import { LONGEST_DEPLOYMENT, nearOf, placesIn } from '../../alert/deployment-places.ts';
import { LOOKED_AT, type KeptDeployments } from '../../engine/ports/kept-deployments.ts';
import type { Keys } from './keys.ts';

/**
 * The kept deployments on Redis: sorted sets by when the news was, one of all and one for each name and place. The
 * same news again is the same member.
 */
export function createRedisKeptDeployments(redis: Redis, keys: Keys): KeptDeployments {
  const { all, at: placed } = keys.deployments;
  return {
    async between(since, until) {
      return deploymentRuns((await redis.zrangebyscore(all, since, `(${until}`)).map(toNews));
    },
    async near(labels, since, until) {
      const from = since - LONGEST_DEPLOYMENT;
      const found = await Promise.all(
        placesIn(labels).flatMap((place) => [
          redis.zrevrangebyscore(placed(place), until, from, 'LIMIT', 0, LOOKED_AT),
          // How those ended that were going on by then.
          redis.zrangebyscore(
            placed(place),
            `(${until}`,
            until + LONGEST_DEPLOYMENT,
            'LIMIT',
            0,
            LOOKED_AT,
          ),
        ]),
      );
      return nearOf(deploymentRuns(found.flat().map(toNews)), labels, since, until);
    },
  };
}

/** Written by us alone, so trusted. */
function toNews(text: string): Deployment {
  const news: Deployment = JSON.parse(text);
  return news;
}
