import type { Deed } from '../../engine/ports/audit.ts';
import { walkAbout, WALKS_KEPT_FOR, type Walk, type Walks } from '../../engine/ports/walks.ts';
import { keepDeed } from './audit.ts';
import type { MemoryState } from './state.ts';

/** Walks through runbooks, in memory. */
export function createMemoryWalks(state: MemoryState, now: () => number): Walks {
  const { walks } = state;

  /** Another one about the same that is open. */
  function otherOf(walk: Walk): Walk | undefined {
    const id = isOpen(walk) ? walks.last.get(walkAbout(walk)) : undefined;
    return id === undefined || id === walk.id ? undefined : walks.all.get(id);
  }

  function write(walk: Walk, deed: Deed): void {
    const about = walkAbout(walk);
    walks.all.set(walk.id, walk);
    walks.untold.add(walk.id);
    if (isOpen(walk)) walks.last.set(about, walk.id);
    else if (walks.last.get(about) === walk.id) walks.last.delete(about);
    keepDeed(state, deed, now());
  }

  function dropOld(at: number): void {
    for (const { id, state: standing, ...walk } of walks.all.values()) {
      if (standing === 'open' || walk.at >= at - WALKS_KEPT_FOR) continue;
      walks.all.delete(id);
      walks.untold.delete(id);
      walks.told.delete(id);
    }
  }

  function isOpen({ state: standing }: Walk): boolean {
    return standing === 'open';
  }

  return {
    async begin(walk, deed) {
      if (walks.all.has(walk.id)) return undefined;
      const other = otherOf(walk);
      if (other !== undefined) return other;
      write(walk, deed);
      dropOld(walk.at);
      return undefined;
    },
    find: async (id) => walks.all.get(id),
    async change(walk, deed) {
      if (walks.all.get(walk.id)?.revision !== walk.revision - 1) return false;
      if (otherOf(walk) !== undefined) return false;
      write(walk, deed);
      return true;
    },
    async of({ group, incident }) {
      return [...walks.all.values()]
        .filter(
          ({ subject }) =>
            (group !== undefined && subject.group === group) ||
            (incident !== undefined && subject.incident === incident),
        )
        .toSorted((a, b) => b.at - a.at);
    },
    async open() {
      const open = [...walks.all.values()].filter(isOpen);
      return open.toSorted((a, b) => b.touchedAt - a.touchedAt);
    },
    async unsettled() {
      const all = [...walks.all.values()];
      return all.filter((walk) => isOpen(walk) || walks.untold.has(walk.id)).map(({ id }) => id);
    },
    told: async (id) => walks.told.get(id),
    async noteTold(id, told) {
      walks.told.set(id, told);
    },
    async settle(id, revision) {
      if (walks.all.get(id)?.revision === revision) walks.untold.delete(id);
    },
  };
}
