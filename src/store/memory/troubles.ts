import { withFailure, type Troubles } from '../../engine/ports/troubles.ts';
import type { MemoryState } from './state.ts';

/** Which integrations fail, in memory. */
export function createMemoryTroubles({ troubles, raised }: MemoryState): Troubles {
  return {
    async fails(integration, failure) {
      const trouble = withFailure(troubles.get(integration), failure);
      troubles.set(integration, trouble);
      return trouble;
    },
    async works(integration, took) {
      const isLeft = took === 'edit' && troubles.get(integration)?.diagnosis?.isReached;
      if (!isLeft) troubles.delete(integration);
    },
    forget: async (integration) => void troubles.delete(integration),
    all: async () => new Map(troubles),
    raised: async () => new Map(raised),
    async keepRaised(about, one) {
      if (one === undefined) raised.delete(about);
      else raised.set(about, one);
    },
  };
}
