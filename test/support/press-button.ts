import { z } from 'zod';
import type { WorkspaceMessage } from '../../demo/slack/workspace-plan.ts';
import type { World } from './world.ts';

const blockSchema = z.object({
  block_id: z.string().optional(),
  elements: z.array(z.object({ action_id: z.string(), value: z.string() })),
});

/** Presses a button at a message of the bot. */
export async function pressButton(
  { workspace }: World,
  user: string,
  { channel, ts, blocks = [] }: WorkspaceMessage,
  actionId: string,
): Promise<void> {
  const buttons = blocks.flatMap((block) => {
    const { block_id = '', elements = [] } = blockSchema.safeParse(block).data ?? {};
    return elements.map((element) => ({ type: 'button', block_id, ...element }));
  });
  const action = buttons.find(({ action_id }) => action_id === actionId);
  if (action === undefined) throw new Error('there is nothing to press');
  const response = await fetch(`${workspace.url}/_control/interact`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channel, messageTs: ts, user, action }),
  });
  if (!response.ok) throw new Error(`the local Slack answers ${response.status}`);
}
