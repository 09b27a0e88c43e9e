import type { Deployment } from '../../alert/deployment.ts';
import type { Deployments } from '../../engine/ports/deployments.ts';
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

/** Appends deployments. */
export function keepDeployments(state: MemoryState, added: readonly Deployment[]): void {
  for (const deployment of added) {
    state.deploymentsKept += 1;
    state.deployments.set(String(state.deploymentsKept), deployment);
  }
}
