import type { IncidentState } from '../alert/group.ts';
import type { Draft } from './draft.ts';
import type { AskedOfGroup, HeardEvent } from './event.ts';
import { anyFires, shownAnew } from './group.ts';
import type { Policy } from './policy.ts';
import { isOutOfStep, whyStale, withWord } from './word.ts';

/**
 * A service says how it takes a group, without anybody having said so there: by a timer of its own, or
 * because it was told. Mostly that is known. Where it is not what the group is, the service is told.
 */
export function heard(draft: Draft, event: HeardEvent, policy: Policy, now: number): void {
  const { through, incident, traceId } = event;
  const group = draft.group(event.group);
  const stale = group && whyStale(group, through);
  if (group === undefined || stale !== undefined) {
    draft.because({ decision: 'ignored', reason: stale ?? 'nothing fires', group: event.group });
    return;
  }
  const said = withWord(group, through, incident);
  const delivery = said.deliveries[through.integration];
  const isAhead = delivery && isOutOfStep(delivery, said, through.integration, policy);
  const seen = { ...said, revision: said.revision + 1 };
  draft.putGroup(isAhead ? shownAnew(said, draft, policy, { traceId, now }) : seen);
  draft.because({ decision: 'heard', reason: incident, group: group.key });
}

/**
 * Whether what was said in a service changes nothing here, for somebody has said otherwise since, nobody has
 * on what is given back, or nothing fires of what is taken on: then all that counts of it is how the service
 * takes the group by now.
 */
export function onlyHeard(
  draft: Draft,
  event: AskedOfGroup & Pick<HeardEvent, 'traceId'>,
  incident: IncidentState,
  policy: Policy,
  now: number,
): boolean {
  const { through, traceId, group: key } = event;
  const group = draft.group(key);
  if (through === undefined || group === undefined) return false;
  const { at = Number.NEGATIVE_INFINITY } = group.handed ?? {};
  const isIdle =
    incident === 'open' ? group.acknowledged === undefined : !anyFires(draft.members(key), now);
  const isNews = through.at > at && whyStale(group, through) === undefined;
  if (isNews && !isIdle) return false;
  heard(draft, { type: 'heard', traceId, group: key, incident, through }, policy, now);
  return true;
}
