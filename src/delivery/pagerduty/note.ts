import { isForIncident, type Happening } from '../../alert/group.ts';
import { utcText } from '../../alert/utc.ts';
import { shorten } from '../wording.ts';
import type { DeliveryView } from '../view.ts';
import type { PageAction } from './action.ts';

/** What PagerDuty may show of a note. */
const NOTE_LIMIT = 1_000;
const SIGNATURE = ' (Tocsin)';

/**
 * What an incident is told about who did what: the Events API takes no names. Undefined where nobody did
 * anything.
 */
export function noteFor(view: DeliveryView, action: PageAction): string | undefined {
  const text = textOf(view, action);
  return text === undefined ? undefined : signed(text);
}

/** What an incident is told of what was done about its group, and it has not heard of: by when that was. */
export function notesOf({ lately, shown, revision }: DeliveryView): ReadonlyMap<number, string> {
  const unheard = lately.filter(
    (one) => isForIncident(one) && one.revision > shown && one.revision <= revision,
  );
  return new Map(unheard.map((one) => [one.at, signed(happeningText(one))]));
}

function happeningText({ what, by, until, why, link }: Happening): string {
  if (what === 'unsilenced') return 'Silenced no more, and it still fires';
  if (what === 'noted') {
    return `${by ?? 'Somebody'}: ${why ?? ''}${link === undefined ? '' : ` ${link}`}`;
  }
  const byWhom = by === undefined ? '' : ` by ${by}`;
  const end = until === undefined ? '' : ` until ${utcText(until)}`;
  return `Silenced${byWhom}${end}${why === undefined ? '' : `: ${why}`}`;
}

function textOf(view: DeliveryView, action: PageAction): string | undefined {
  const { acknowledged, handed, closedBy } = view;
  switch (action) {
    case 'trigger':
      return undefined;
    case 'acknowledge':
      return acknowledged && `Acknowledged by ${acknowledged.by}`;
    case 'unacknowledge':
      return handed?.by === undefined
        ? 'Nobody has it on any more: it got worse, or the time was over'
        : `Given back by ${handed.by}`;
    case 'resolve':
      return closedBy === undefined ? undefined : `Resolved by ${closedBy}`;
  }
}

/** By its end our own word is known when it comes back: the text before it is shortened, not that. */
function signed(text: string): string {
  return `${shorten(text, NOTE_LIMIT - SIGNATURE.length)}${SIGNATURE}`;
}
