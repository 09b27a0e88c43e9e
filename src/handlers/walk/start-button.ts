import type { Button } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { Runbook } from '../../runbooks/format/runbook.ts';

export const START = 'walk:start';

/** Begins to walk a runbook. Its value is what one could have typed after /runbook. @param group its key */
export function startButton({ name }: Pick<Runbook, 'name'>, group?: string): Button {
  const value = group === undefined ? name : `${name} for ${group}`;
  return { type: 'button', action_id: START, value, text: plain('Start', 75) };
}
