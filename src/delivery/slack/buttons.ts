import type { ActionsBlock, Button, Overflow, PlainTextOption } from '@slack/types';
import type { DeliveryView } from '../view.ts';
import { actionId, blockId, MENU, type AlertAction } from './actions.ts';
import { plain } from './message.ts';

/** Slack's limit for the text of a button. */
const LABEL_LENGTH = 75;
/** And for a menu: its options. */
const MOST_OPTIONS = 5;

/** What people can do at a message; known only where their presses are heard. */
export interface Presses {
  /** Whether anybody is told next where a group is escalated. */
  readonly escalates: boolean;
  /** Whether there are sources of metrics. */
  readonly graphs?: boolean;
}

/** The buttons of a group that fires, three and a menu. */
export function buttonsOf(view: DeliveryView, presses: Presses): ActionsBlock {
  return {
    type: 'actions',
    block_id: blockId(view),
    elements: [
      view.acknowledged === undefined ? ACKNOWLEDGE : UNACKNOWLEDGE,
      button('silence', 'Silence…'),
      button('runbook', 'Runbook'),
      menu([
        'resolve',
        ...(presses.escalates ? (['escalate'] as const) : []),
        ...(presses.graphs === true ? (['graph'] as const) : []),
        'incident',
        'explain',
        // Where there is no room for it, the answer to the one before has it.
        'link',
      ]),
    ],
  };
}

/** What is over, or went elsewhere, can still be asked about. */
export function menuOfPast(): Overflow {
  return menu(['explain', 'link']);
}

const LABELS: Readonly<Partial<Record<AlertAction, string>>> = {
  resolve: 'Resolve',
  escalate: 'Escalate',
  graph: 'Graph…',
  incident: 'Incident…',
  explain: 'Why was I told?',
  link: 'Link',
};

function menu(actions: readonly AlertAction[]): Overflow {
  const options = actions.slice(0, MOST_OPTIONS).map((action): PlainTextOption => ({
    text: plain(LABELS[action] ?? action, LABEL_LENGTH),
    value: action,
  }));
  return { type: 'overflow', action_id: MENU, options };
}

function button(action: AlertAction, label: string): Button {
  return { type: 'button', action_id: actionId(action), text: plain(label, LABEL_LENGTH) };
}

const ACKNOWLEDGE: Button = { ...button('acknowledge', 'Acknowledge'), style: 'primary' };

/** It stands where the other one stood: who pressed that twice has not changed their mind. */
const UNACKNOWLEDGE: Button = {
  ...button('unacknowledge', 'Unacknowledge'),
  confirm: {
    title: plain('Give it back?', 100),
    text: plain('Repeats and escalation go on, until somebody else acknowledges it.', 300),
    confirm: plain('Give it back', 30),
    deny: plain('Keep it', 30),
  },
};
