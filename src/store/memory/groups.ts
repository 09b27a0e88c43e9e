import type { Groups } from '../../engine/ports/groups.ts';
import type { MemoryState } from './state.ts';

/** The groups in memory, to look at. */
export function createMemoryGroups({ groups, members, told }: MemoryState): Groups {
  return {
    async *list() {
      for (const { value } of groups.values()) if (value !== undefined) yield value;
    },
    async find(key) {
      const group = groups.get(key)?.value;
      if (group === undefined) return undefined;
      return { group, members: members.get(key) ?? new Map(), told: told.get(key) ?? new Map() };
    },
  };
}
