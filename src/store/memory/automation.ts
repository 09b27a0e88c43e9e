import {
  ATTEMPTS_KEPT,
  ATTEMPTS_KNOWN_FOR,
  isUnderWay,
  type Attempt,
  type Automation,
  type Held,
  type Pace,
} from '../../engine/ports/automation.ts';
import type { Deed } from '../../engine/ports/audit.ts';
import { createMemoryAudit } from './audit.ts';
import type { MemoryState } from './state.ts';

const DAY = 86_400_000;

/** What is done by itself, in memory. */
export function createMemoryAutomation(state: MemoryState, now: () => number): Automation {
  const { automation } = state;
  const { attempts, made, stopped, turns } = automation;
  const audit = createMemoryAudit(state, now);

  async function write(attempt: Attempt, deed: Deed | undefined): Promise<void> {
    attempts.set(attempt.id, attempt);
    if (deed !== undefined) await audit.append(deed);
  }

  function heldBy(attempt: Attempt, pace: Pace, at: number): Held | undefined {
    if (attempts.get(attempt.id)?.revision !== attempt.revision - 1) return { kind: 'changed' };
    if (automation.off !== undefined) return { kind: 'off' };
    if (stopped.has(attempt.binding)) return { kind: 'stopped' };
    const others = [...attempts.values()].filter(({ id }) => id !== attempt.id);
    const isBusy = others.some(
      (other) =>
        other.binding === attempt.binding && isUnderWay(other) && other.state !== 'waiting',
    );
    if (pace.isCanary && isBusy) return { kind: 'canary' };
    const taken = (turns.get(attempt.binding) ?? []).filter((one) => one > at - DAY);
    const last = taken.at(-1);
    if (last !== undefined && last + pace.cooldown > at) {
      return { kind: 'resting', until: last + pace.cooldown };
    }
    if (taken.length < pace.perDay) return undefined;
    return { kind: 'spent', until: (taken.at(-pace.perDay) ?? at) + DAY };
  }

  function dropOldest(): void {
    for (const [id, attempt] of [...attempts].slice(0, -ATTEMPTS_KEPT)) {
      if (!isUnderWay(attempt)) attempts.delete(id);
    }
  }

  return {
    async standing() {
      const { off, seenTo } = automation;
      return {
        stopped: new Map(stopped),
        ...(off !== undefined && { off }),
        ...(seenTo !== undefined && { seenTo }),
      };
    },
    async turn(off, deed) {
      automation.off = off;
      await audit.append(deed);
    },
    async stop(binding, why, deed) {
      if (stopped.has(binding)) return false;
      stopped.set(binding, why);
      await audit.append(deed);
      return true;
    },
    async start(binding, deed) {
      if (!stopped.delete(binding)) return false;
      await audit.append(deed);
      return true;
    },
    async noteSeen(to) {
      automation.seenTo = to;
    },
    async add(attempt, deed) {
      if (made.has(attempt.id)) return false;
      made.set(attempt.id, attempt.at);
      for (const [id, at] of made) if (at <= attempt.at - ATTEMPTS_KNOWN_FOR) made.delete(id);
      await write(attempt, deed);
      dropOldest();
      return true;
    },
    find: async (id) => attempts.get(id),
    async claim(attempt, pace, at, deed) {
      const held = heldBy(attempt, pace, at);
      if (held !== undefined) return held;
      turns.set(attempt.binding, [...(turns.get(attempt.binding) ?? []), at]);
      await write(attempt, deed);
      return undefined;
    },
    async change(attempt, deed) {
      if (attempts.get(attempt.id)?.revision !== attempt.revision - 1) return false;
      await write(attempt, deed);
      return true;
    },
    underWay: async () => [...attempts.values()].filter(isUnderWay),
    latest: async (max) => [...attempts.values()].toReversed().slice(0, max),
  };
}
