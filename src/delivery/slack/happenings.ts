import type { Happening } from '../../alert/group.ts';
import { spanOf } from '../../alert/span.ts';
import type { DeliveryView } from '../view.ts';
import { namesText } from '../wording.ts';
import { link, time } from './mrkdwn.ts';

/** One line of a thread: what it says, to be shown as it is, and in mrkdwn when that was or ends, and where there is more. */
export interface Line {
  readonly text: string;
  readonly when?: string;
}

/** A line that comes so much later than what it tells of says when that was, in milliseconds. */
const LATE = 60_000;

/** What was done about a group of which its thread has no line yet. */
export function unheardOf({ lately, shown, revision }: DeliveryView): readonly Happening[] {
  return lately.filter((one) => one.revision > shown && one.revision <= revision);
}

/** What the thread says of something that was done. */
export function happeningLine(one: Happening, view: DeliveryView): Line {
  const { at, until, link: address } = one;
  const { now } = view;
  const more = address === undefined ? undefined : link('Open', address);
  const when = [
    ...(now - at > LATE ? [`at ${time(at, now)}`] : []),
    ...(until === undefined ? [] : [`until ${time(until, now)}`]),
    ...(more === undefined ? [] : [more]),
  ].join(', ');
  return { text: happeningText(one, view), ...(when !== '' && { when }) };
}

function happeningText(one: Happening, { since }: DeliveryView): string {
  const { what, at, by, to, why, place } = one;
  const byWhom = by === undefined ? '' : ` by ${by}`;
  const because = why === undefined ? '' : `: ${why}`;
  switch (what) {
    case 'acknowledged':
      return `👀 Acknowledged${byWhom}`;
    case 'unacknowledged':
      return by === undefined
        ? `↩️ Not acknowledged any more${because}`
        : `↩️ Unacknowledged${byWhom}`;
    case 'silenced':
      return `🔕 Silenced${byWhom}${because}`;
    case 'unsilenced':
      return '🔔 Silenced no more';
    case 'resolved':
      return `🟢 Resolved${byWhom} after ${spanOf(at - since)}${because}`;
    case 'reassigned':
      return `🔀 Reassigned${placeText(one)}${byWhom}`;
    case 'escalated':
      // PagerDuty has yet to say whom it calls, or why nobody: that is a line of its own.
      if (by !== undefined && place !== undefined)
        return `📣 Escalation in ${place} asked for${byWhom}`;
      if (place !== undefined) return `📣 Escalated${placeText(one)}`;
      return by === undefined
        ? `📣 Escalated to ${namesText(to)}: after ${spanOf(at - since)} nobody has acknowledged it`
        : `📣 Escalated to ${namesText(to)}${byWhom}`;
    case 'not escalated':
      return `⚠️ Not escalated${placeText(one)}${because}`;
    case 'noted':
      return `📝 ${by ?? 'Somebody'}${because}`;
    case 'paged':
      return `📟 Paged ${namesText(to)}`;
  }
}

function placeText({ place, to = [] }: Happening): string {
  const where = place === undefined ? '' : ` in ${place}`;
  return to.length === 0 ? where : `${where} to ${namesText(to)}`;
}
