import { isOutcome, type Deployment } from '../../alert/deployment.ts';
import type { Deployments } from '../../engine/ports/deployments.ts';
import { DEPLOYMENTS_KEPT_FOR } from '../../engine/ports/kept-deployments.ts';
import type { MemoryState } from './state.ts';

/** The deployments in memory. */
export function createMemoryDeployments({ deployments }: MemoryState): Deployments {
  return {
    async waiting(max) {
      return [...deployments].slice(0, max).map(([entry, deployment]) => ({ entry, deployment }));
    },
    async forget(some) {
      for (const { entry } of some) deployments.delete(entry);
    },
  };
}

/** Keeps deployments, and forgets those that are too old. */
export function keepDeployments(
  state: MemoryState,
  added: readonly Deployment[],
  now: number,
): void {
  for (const deployment of added) {
    state.pastDeployments.set(JSON.stringify(deployment), deployment);
    if (!isOutcome(deployment)) continue;
    state.deploymentsKept += 1;
    state.deployments.set(String(state.deploymentsKept), deployment);
  }
  for (const [key, { at }] of state.pastDeployments) {
    if (at <= now - DEPLOYMENTS_KEPT_FOR) state.pastDeployments.delete(key);
  }
}
