import { matchesAll } from '../alert/matcher.ts';
import { matchersOf, silenceState, type Silence } from '../alert/silence.ts';
import { alertCount, namesText } from '../alert/worst-first.ts';
import { utcText } from '../alert/utc.ts';
import { isAnnouncement, SILENCE_EXPIRES } from '../rules/announcement.ts';
import type { FiringAlert } from '../rules/firing.ts';
import { announcement, matchersText, type Announcement } from './announcement.ts';

/** So long before its end people hear of it, in milliseconds; of a short silence in its second half. */
const BEFORE = 15 * 60_000;

/** The silences that end soon, at `now` (epoch milliseconds). */
export function expiringSilences(silences: readonly Silence[], now: number): readonly Silence[] {
  return silences.filter((silence) => {
    const { startsAt, endsAt } = silence;
    const before = Math.min(BEFORE, (endsAt - startsAt) / 2);
    return silenceState(silence, now) === 'active' && endsAt - now <= before;
  });
}

/** A silence whose end is moved has another end to tell of. */
export function expiryId({ id, endsAt }: Silence): string {
  return `tocsin/silence-expires/${id}/${endsAt}`;
}

/** What is told of a silence that ends soon; undefined while nothing fires under it. */
export function expiryAnnouncement(
  silence: Silence,
  firing: readonly FiringAlert[],
  now: number,
): Announcement | undefined {
  const { id, matchers, endsAt, createdBy, comment } = silence;
  const compiled = matchersOf(silence);
  const under = firing.filter(
    ({ labels }) => matchesAll(compiled, labels) && !isAnnouncement(labels),
  );
  if (under.length === 0) return undefined;
  const fire = under.length === 1 ? 'fires' : 'fire';
  return announcement({
    id: expiryId(silence),
    labels: { alertname: SILENCE_EXPIRES, silence: id },
    matchers,
    summary: `a silence of ${createdBy} ends at ${utcText(endsAt)}, and ${alertCount(under.length)} still ${fire} under it: ${namesText(under)}`,
    description: `${comment}\nIt mutes ${matchersText(matchers)}. To have it end later: tocsin silence extend ${id} --for 2h`,
    at: now,
    until: endsAt,
  });
}
