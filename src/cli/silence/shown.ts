import { matcherText } from '../../alert/matcher.ts';
import { silenceState, type Silence } from '../../alert/silence.ts';
import { printable } from '../printable.ts';
import { timeText, untilText } from '../../asking/spans.ts';

/** A silence as the JSON that scripts may rely on; times are ISO 8601. */
export function silenceJson(silence: Silence, now: number) {
  const { id, startsAt, endsAt, createdBy, comment } = silence;
  return {
    id,
    state: silenceState(silence, now),
    matchers: silence.matchers.map(matcherText),
    startsAt: new Date(startsAt).toISOString(),
    endsAt: new Date(endsAt).toISOString(),
    createdBy,
    comment,
  };
}

/** A silence in a line: `silence 1f3a9c2e: active, until …: alertname="a"`. */
export function silenceText(silence: Silence, now: number): string {
  const { id, startsAt, endsAt } = silence;
  const state = silenceState(silence, now);
  const when = {
    pending: `from ${timeText(startsAt)} until ${untilText(endsAt, now)}`,
    active: `until ${untilText(endsAt, now)}`,
    expired: `since ${timeText(endsAt)}`,
  }[state];
  return printable(`silence ${id}: ${state}, ${when}: ${matchersText(silence)}`);
}

export function matchersText({ matchers }: Pick<Silence, 'matchers'>): string {
  return matchers.map(matcherText).join(', ');
}
