import type { Attempt, Automation } from '../../engine/ports/automation.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { History } from '../../engine/ports/history.ts';
import { attemptsFor } from './attempts.ts';
import type { Binding } from './binding.ts';
import { abandon, bringOn, type BringOnParts } from './bring-on.ts';
import { missedText } from './words.ts';

export interface RemediationParts extends Omit<BringOnParts, 'automation'> {
  readonly automation: Automation;
  readonly bindings: readonly Binding[];
  /** What people were told of: by that automation knows what to answer. */
  readonly history: Pick<History, 'between'>;
}

const MINUTE = 60_000;
/** Looks overlap by so much: what was told is known a little later than it was told. */
const OVERLAP = MINUTE;
/** After a long absence older news is left to people, and what waited for its time then. */
const LATE = 15 * MINUTE;
/** One that waits for the figures of a slow service keeps no other waiting. */
const AT_ONCE = 10;

/**
 * Answers alerts by what the config binds to them, one step of each attempt at a time; to be called now and then,
 * by one replica at a time. While automation is off nothing is begun: what people were told of meanwhile stays
 * theirs.
 */
export function createRemediation(parts: RemediationParts) {
  const { automation, bindings, history, now, onError } = parts;
  const byName = new Map(bindings.map((binding) => [binding.name, binding]));

  /** What fails of one group or attempt keeps no other waiting. */
  async function alone(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      onError(error);
    }
  }

  async function collect(from: number, to: number, seen: FindGroup): Promise<void> {
    const groups = new Set<string>();
    for await (const moment of history.between(from, to)) {
      if (moment.what === 'told') groups.add(moment.group);
    }
    for (const key of groups) {
      await alone(async () => {
        const whole = await seen(key);
        if (whole === undefined) return;
        for (const { attempt } of attemptsFor(whole, bindings, now())) {
          await automation.add(attempt);
        }
      });
    }
  }

  async function goOn(attempt: Attempt, wasMissed: boolean, seen: FindGroup): Promise<void> {
    const binding = byName.get(attempt.binding);
    if (binding === undefined) return abandon(attempt, '', parts);
    const isBegun = attempt.run !== undefined || attempt.state === 'verifying';
    if (wasMissed && !isBegun) return abandon(attempt, missedText(binding), parts);
    return bringOn(attempt, binding, parts, seen);
  }

  return async (abort: AbortSignal): Promise<void> => {
    const { off, seenTo } = await automation.standing();
    const at = now();
    const last = seenTo ?? at;
    const wasAway = at - last > LATE;
    const seen = once(parts.group);
    if (off === undefined && bindings.length > 0) {
      await collect(Math.max(last - OVERLAP, at - LATE), at, seen);
    }
    await automation.noteSeen(off === undefined ? at : at + OVERLAP);
    const rest = (await automation.underWay()).values();
    const workers = Array.from({ length: AT_ONCE }, async () => {
      for (const attempt of rest) {
        if (abort.aborted) return;
        await alone(() => goOn(attempt, wasAway && attempt.at <= last, seen));
      }
    });
    await Promise.all(workers);
  };
}

type FindGroup = (key: string) => Promise<WholeGroup | undefined>;

/** Reads a group but once, however many of its alerts are answered. */
function once(find: FindGroup): FindGroup {
  const found = new Map<string, ReturnType<FindGroup>>();
  return (key) => {
    const known = found.get(key) ?? find(key);
    found.set(key, known);
    return known;
  };
}
