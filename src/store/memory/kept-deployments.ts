import { deploymentRuns } from '../../alert/deployment.ts';
import { nearOf, placesIn } from '../../alert/deployment-places.ts';
import type { KeptDeployments } from '../../engine/ports/kept-deployments.ts';
import type { MemoryState } from './state.ts';

/** The kept deployments in memory. */
export function createMemoryKeptDeployments({ pastDeployments }: MemoryState): KeptDeployments {
  return {
    async between(since, until) {
      const news = [...pastDeployments.values()].filter(({ at }) => at >= since && at < until);
      return deploymentRuns(news);
    },
    async near(labels, since, until) {
      const places = new Set(placesIn(labels));
      const news = [...pastDeployments.values()].filter((one) =>
        placesIn(one.labels, true).some((place) => places.has(place)),
      );
      return nearOf(deploymentRuns(news), labels, since, until);
    },
  };
}
