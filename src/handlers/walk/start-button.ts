import type { Button } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { Runbook } from '../../runbooks/format/runbook.ts';

export const START = 'walk:start';

/** Begins to walk a runbook. Its value is what one could have typed after /runbook. @param what the key of a group, or an incident's id */
export function startButton({ name }: Pick<Runbook, 'name'>, what?: string): Button {
  const value = what === undefined ? name : `${name} for ${what}`;
  return { type: 'button', action_id: START, value, text: plain('Start', 75) };
}
