import { isResolved } from '../alert/alert.ts';
import { matchesAll } from '../alert/matcher.ts';
import { matchersOf, silenceState, type Silence } from '../alert/silence.ts';
import type { WholeGroup } from '../engine/ports/groups.ts';
import { memberLabels } from '../rules/member-labels.ts';

/** For so long after its begin a silence is news, in milliseconds: what is older the flushes have seen. */
const NEWS_FOR = 5 * 60_000;

/** The silences that began a short while ago, at `now` (epoch milliseconds). */
export function begunSilences(silences: readonly Silence[], now: number): readonly Silence[] {
  return silences.filter(
    (silence) => silenceState(silence, now) === 'active' && now - silence.startsAt < NEWS_FOR,
  );
}

export function beginId({ id, startsAt }: Silence): string {
  return `tocsin/silence-begins/${id}/${startsAt}`;
}

/** Whether a silence holds for an alert of a group that fires and is not muted as far as that knows. */
export function mutesSome(silence: Silence, { group, members }: WholeGroup, now: number): boolean {
  const matchers = matchersOf(silence);
  return [...members.values()].some(
    (member) =>
      member.muted === undefined &&
      !isResolved(member, now) &&
      matchesAll(matchers, memberLabels(group, member)),
  );
}
