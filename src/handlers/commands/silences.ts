import { matcherText } from '../../alert/matcher.ts';
import { silenceState, type Silence } from '../../alert/silence.ts';
import { spanOf } from '../../alert/span.ts';
import { silencesNamed } from '../../asking/silences-named.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { date, escape } from '../../delivery/slack/mrkdwn.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { Row } from '../list.ts';

const FORMAT = '{date_short_pretty} {time}';

/** The silences that hold or are to come, the first to end first. */
export function standing(silences: readonly Silence[], now: number): readonly Silence[] {
  return silences
    .filter((silence) => silenceState(silence, now) !== 'expired')
    .toSorted((a, b) => a.endsAt - b.endsAt);
}

/** A silence in two lines: what it mutes and why, and when and whose it is. */
export function silenceRow(silence: Silence, now: number): Row {
  const { id, matchers, createdBy, comment, startsAt, endsAt, kind } = silence;
  const what = matchers.map(matcherText).join(', ');
  const mark = kind === 'maintenance' ? '🔧' : '🔕';
  const when = {
    pending: `from ${date(startsAt, FORMAT)} until ${date(endsAt, FORMAT)}`,
    active: `until ${date(endsAt, FORMAT)} (${spanOf(endsAt - now)})`,
    expired: `since ${date(endsAt, FORMAT)}`,
  }[silenceState(silence, now)];
  return {
    text: `${mark} ${what}${comment === '' ? '' : ` – ${comment}`}`,
    notes: [when, plain(createdBy, 100), `\`${escape(id)}\``],
  };
}

/** The silence with an id, or the only one whose id begins so. @throws Mistake */
export function oneSilence(id: string, silences: readonly Silence[], lister: string): Silence {
  const [found, other] = silencesNamed(id, silences);
  if (found !== undefined && other === undefined) return found;
  const what = found === undefined ? 'there is no silence' : 'several silences begin with';
  throw new Mistake(`${what} ${quoted(id)}`, `${lister} shows those there are`);
}
