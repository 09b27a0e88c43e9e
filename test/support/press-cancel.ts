import { z } from 'zod';
import type { WorkspaceMessage } from '../../demo/slack/workspace-plan.ts';
import { CANCEL } from '../../src/handlers/jobs/words.ts';
import type { SlackUser } from './slack-user.ts';
import type { World } from './world.ts';

const buttonSchema = z.object({
  block_id: z.string().optional(),
  elements: z.tuple([z.object({ action_id: z.literal(CANCEL), value: z.string() })]),
});

/** Presses Cancel at a message that shows how far something is. */
export async function pressCancel(
  { workspace }: World,
  { id: user }: SlackUser,
  { channel, ts, blocks = [] }: WorkspaceMessage,
): Promise<void> {
  const button = blocks.map((block) => buttonSchema.safeParse(block).data).find(Boolean);
  if (button === undefined) throw new Error('there is nothing to press');
  const [element] = button.elements;
  const response = await fetch(`${workspace.url}/_control/interact`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      channel,
      messageTs: ts,
      user,
      action: { type: 'button', block_id: button.block_id ?? '', ...element },
    }),
  });
  if (!response.ok) throw new Error(`the local Slack answers ${response.status}`);
}
