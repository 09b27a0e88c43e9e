import { firingIn, type FiringAlert } from '../rules/firing.ts';
import type { Groups, WholeGroup } from './ports/groups.ts';

/** Groups that are read together. */
const AT_ONCE = 200;

/** All groups with what is kept beside them, so many at once: for who looks at the whole. */
export async function* wholeGroups(groups: Groups): AsyncGenerator<WholeGroup, void> {
  let keys: string[] = [];
  for await (const { key } of groups.list()) {
    keys.push(key);
    if (keys.length < AT_ONCE) continue;
    yield* await found(groups, keys);
    keys = [];
  }
  yield* await found(groups, keys);
}

async function found(groups: Groups, keys: readonly string[]): Promise<readonly WholeGroup[]> {
  const all = await Promise.all(keys.map((key) => groups.find(key)));
  return all.filter((one) => one !== undefined);
}

/** The alerts of one group that fire at `now` (epoch milliseconds), muted or not. */
export function firingAmong({ group, members }: WholeGroup, now: number): readonly FiringAlert[] {
  return firingIn(group, members, now);
}

/** Every alert that fires at `now` (epoch milliseconds), once, in whatever groups it is. */
export async function firingAlerts(groups: Groups, now: number): Promise<readonly FiringAlert[]> {
  const firing = new Map<string, FiringAlert>();
  for await (const whole of wholeGroups(groups)) {
    for (const alert of firingAmong(whole, now)) firing.set(alert.fingerprint, alert);
  }
  return [...firing.values()];
}
