import type { ActivePolicy } from '../store/redis/active-policy.ts';
import type { Rulebook } from './rulebook.ts';

/** Whether a rulebook is made the one that all replicas go by, or is so already. */
export type ChangeKind = 'activate' | 'follow';

export interface RulebookChange {
  /** The rulebook to decide and deliver by now. */
  readonly current: () => Rulebook;
  /** Resolves when the change is made: at the engine's next pause. Rejects when Redis says no. */
  change(next: Rulebook, kind: ChangeKind): Promise<void>;
  /** To be called where no decision is under way: what was decided by one config is committed by it. */
  pause(): Promise<void>;
}

/** Lets an engine go over from one rulebook to another between two of its turns. */
export function createRulebookChange(
  first: Rulebook,
  active: ActivePolicy,
  onActivated: (digest: string) => void,
): RulebookChange {
  let current = first;
  let wanted: (() => Promise<void>)[] = [];
  return {
    current: () => current,
    change: (next, kind) =>
      new Promise((resolve, reject) => {
        wanted.push(async () => {
          try {
            if (kind === 'follow') active.adopt(next.digest);
            else if (await active.activate(next.digest)) onActivated(next.digest);
            const before = current;
            current = next;
            before.close();
            resolve();
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        });
      }),
    async pause() {
      const now = wanted;
      wanted = [];
      for (const make of now) await make();
    },
  };
}
