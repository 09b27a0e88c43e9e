import { labelValue } from '../alert/labels.ts';
import type { Delivery, Group, Member } from '../alert/group.ts';
import { isFurther, type Measured } from '../alert/measured.ts';
import { isAnnouncement } from './announcement.ts';
import type { Draft } from './draft.ts';
import type { OutcomeEvent } from './event.ts';
import { worstOf } from './group.ts';
import { memberLabels } from './member-labels.ts';

/** So many names of alarms are kept with a notification, each so long. */
const NAMES = 5;
const NAME_LENGTH = 120;
/** Of so many alerts it is looked when they began: the worst, and of those the oldest, come first. */
const LOOKED_AT = 1_000;

/**
 * Remembers that a service took a notification, for reports: that something fires, or that all is over.
 * What the bot tells of itself is no alarm.
 */
export function rememberTold(
  draft: Draft,
  group: Group,
  { due }: Delivery,
  event: OutcomeEvent,
  { isEnd, now }: { readonly isEnd: boolean; readonly now: number },
): void {
  if (event.result !== 'delivered' || event.dueAt === undefined) return;
  const members = draft.members(group.key);
  if (isEnd) rememberOver(draft, group.key, members);
  const fired = firedBy(group, members, event.firing);
  const alarms = [...fired.keys()];
  if (alarms.length === 0 || event.unasked) return;
  const measured = [...fired].flatMap(([alarm, one]) =>
    one === undefined ? [] : [{ alarm, ...one }],
  );
  draft.remember({
    what: 'told',
    group: group.key,
    integration: event.integration,
    ...(due?.at === event.dueAt && { reason: due.reason }),
    startedAt: Math.min(...startsOf(members, event.firing), now),
    severity: worstOf(members, now),
    alarms,
    ...(measured.length > 0 && { measured }),
  });
}

/**
 * Remembers that all that somebody was told of is over; where it only went elsewhere it is not. What was
 * told and ends under a silence was silenced by somebody meanwhile.
 */
export function rememberOver(
  draft: Draft,
  group: string,
  members: ReadonlyMap<string, Member>,
): void {
  const ends = [...members.values()].flatMap(({ endsAt, movedTo }) =>
    endsAt === undefined || movedTo !== undefined ? [] : [endsAt],
  );
  if (ends.length === 0) return;
  if ([...members.values()].some(({ muted }) => muted?.by === 'silence')) {
    draft.remember({ what: 'silenced', group });
  }
  const endedAt = ends.reduce((latest, end) => Math.max(latest, end), 0);
  draft.remember({ what: 'over', group, endedAt });
}

function startsOf(
  members: ReadonlyMap<string, Member>,
  firing: readonly string[],
): readonly number[] {
  return firing.slice(0, LOOKED_AT).flatMap((one) => members.get(one)?.startsAt ?? []);
}

/** Some of the alarms that fire, by name, each with the figure that is furthest beyond its threshold. */
function firedBy(
  group: Group,
  members: ReadonlyMap<string, Member>,
  firing: readonly string[],
): ReadonlyMap<string, Measured | undefined> {
  const fired = new Map<string, Measured | undefined>();
  for (const fingerprint of firing.slice(0, LOOKED_AT)) {
    const member = members.get(fingerprint);
    if (member === undefined) continue;
    const labels = memberLabels(group, member);
    if (isAnnouncement(labels)) continue;
    const name = labelValue(labels, 'alertname').slice(0, NAME_LENGTH);
    if (!fired.has(name) && fired.size === NAMES) continue;
    const { measured } = member;
    const known = fired.get(name);
    fired.set(
      name,
      known && (measured === undefined || isFurther(known, measured)) ? known : measured,
    );
  }
  return fired;
}
