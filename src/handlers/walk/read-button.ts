import type { Button } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { Runbook } from '../../runbooks/format/runbook.ts';

export const READ = 'walk:read';

/** Shows a runbook with the values of a group's worst alert. @param group its key */
export function readButton({ name }: Pick<Runbook, 'name'>, group: string): Button {
  const value = `${name} for ${group}`;
  return { type: 'button', action_id: READ, value, text: plain('Read', 75) };
}
