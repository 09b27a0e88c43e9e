import {
  MOST_AT_ONCE,
  MOST_OF_ONE,
  MOST_OF_ONE_AT_ONCE,
  PLACE_KEPT_FOR,
  type JobInLine,
  type JobLine,
} from '../../engine/ports/job-line.ts';
import { keepDeed } from './audit.ts';
import type { MemoryState } from './state.ts';

/** The line of slow work in memory. */
export function createMemoryJobLine(state: MemoryState, now: () => number): JobLine {
  const { jobs, cancelled } = state;

  function forgetSilent(): void {
    for (const [id, { until }] of jobs) if (until <= now()) jobs.delete(id);
  }

  function place(job: JobInLine): void {
    const known = jobs.get(job.id);
    jobs.set(job.id, { ...job, at: known?.at ?? job.at, ...heldUntil(), token: known?.token });
  }

  function heldUntil() {
    return { until: now() + PLACE_KEPT_FOR };
  }

  return {
    async enter(job) {
      forgetSilent();
      const own = [...jobs.values()].filter(({ person }) => person === job.person);
      if (!jobs.has(job.id) && own.length >= MOST_OF_ONE) return false;
      place(job);
      return true;
    },
    async take(job, token) {
      forgetSilent();
      const by = cancelled.get(job.id);
      if (by !== undefined) return { state: 'cancelled', by };
      place(job);
      const inOrder = [...jobs.values()].toSorted((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1));
      const going = inOrder.filter((one) => one.token !== undefined && one.id !== job.id);
      const isOurs = jobs.get(job.id)?.token !== undefined;
      let ahead = 0;
      for (const one of inOrder) {
        const ofOne = going.filter(({ person }) => person === one.person).length;
        const isTurn = going.length < MOST_AT_ONCE && ofOne < MOST_OF_ONE_AT_ONCE;
        if (one.id === job.id) {
          if (!isTurn && !isOurs) {
            return { state: 'waits', ahead, isOwn: ofOne >= MOST_OF_ONE_AT_ONCE };
          }
          break;
        }
        if (one.token !== undefined) continue;
        ahead += 1;
        if (isTurn) going.push(one);
      }
      jobs.set(job.id, { ...job, ...heldUntil(), token });
      return { state: 'ours' };
    },
    async renew(id, token) {
      forgetSilent();
      const by = cancelled.get(id);
      if (by !== undefined) return { state: 'cancelled', by };
      const known = jobs.get(id);
      if (known?.token !== token) return { state: 'lost' };
      jobs.set(id, { ...known, ...heldUntil() });
      return { state: 'ours' };
    },
    async leave(id) {
      jobs.delete(id);
    },
    async cancel(id, by, deed) {
      if (cancelled.has(id)) return false;
      cancelled.set(id, by);
      keepDeed(state, deed, now());
      return true;
    },
  };
}
