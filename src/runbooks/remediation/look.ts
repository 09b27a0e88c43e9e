import type { Automation } from '../../engine/ports/automation.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { History } from '../../engine/ports/history.ts';
import { attemptsFor } from './attempts.ts';
import type { Binding } from './binding.ts';
import { abandon, bringOn, type BringOnParts } from './bring-on.ts';

export interface RemediationParts extends Omit<BringOnParts, 'automation'> {
  readonly automation: Automation;
  readonly bindings: readonly Binding[];
  /** What people were told of: by that automation knows what to answer. */
  readonly history: Pick<History, 'between'>;
}

const MINUTE = 60_000;
/** Looks overlap by so much: what was told is known a little later than it was told. */
const OVERLAP = MINUTE;
/** After a long absence older news is left to people. */
const LATE = 15 * MINUTE;

/**
 * Answers alerts by what the config binds to them, one step of each attempt at a time; to be called now and then,
 * by one replica at a time, which throws what went wrong when it has looked at all. While automation is off nothing is begun: what people were told of meanwhile stays
 * theirs.
 */
export function createRemediation(parts: RemediationParts) {
  const { automation, bindings, history, now } = parts;
  const byName = new Map(bindings.map((binding) => [binding.name, binding]));

  async function collect(from: number, to: number, seen: FindGroup): Promise<void> {
    const groups = new Set<string>();
    for await (const moment of history.between(from, to)) {
      if (moment.what === 'told') groups.add(moment.group);
    }
    for (const key of groups) {
      const whole = await seen(key);
      if (whole === undefined) continue;
      for (const { attempt } of attemptsFor(whole, bindings, now())) await automation.add(attempt);
    }
  }

  return async (abort: AbortSignal): Promise<void> => {
    const { off, seenTo } = await automation.standing();
    const at = now();
    const seen = once(parts.group);
    if (off === undefined && bindings.length > 0) {
      await collect(Math.max((seenTo ?? at) - OVERLAP, at - LATE), at, seen);
    }
    await automation.noteSeen(off === undefined ? at : at + OVERLAP);
    const errors: unknown[] = [];
    for (const attempt of await automation.underWay()) {
      if (abort.aborted) break;
      const binding = byName.get(attempt.binding);
      const brought =
        binding === undefined ? abandon(attempt, parts) : bringOn(attempt, binding, parts, seen);
      // One that can't be brought on keeps no other waiting.
      await brought.catch((error: unknown) => errors.push(error));
    }
    if (errors.length > 0) throw new AggregateError(errors, 'some attempts were not brought on');
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
