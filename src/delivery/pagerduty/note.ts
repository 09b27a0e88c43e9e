import { shorten } from '../wording.ts';
import type { DeliveryView } from '../view.ts';
import type { PageAction } from './action.ts';

/** What PagerDuty may show of a note. */
const NOTE_LIMIT = 1_000;

/**
 * What an incident is told about who did what: the Events API takes no names. Undefined where nobody did
 * anything.
 */
export function noteFor(view: DeliveryView, action: PageAction): string | undefined {
  const text = textOf(view, action);
  return text === undefined ? undefined : shorten(`${text} (Tocsin)`, NOTE_LIMIT);
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
