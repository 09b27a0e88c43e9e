import { z } from 'zod';
import type { WorkspaceMessage } from '../../demo/slack/workspace-plan.ts';
import type { World } from './world.ts';

const buttonSchema = z.object({ action_id: z.string(), value: z.string() });
const blockSchema = z.object({
  block_id: z.string().optional(),
  elements: z.array(z.unknown()).default([]),
  accessory: buttonSchema.optional(),
});

/** Presses a button at a message of the bot: the first of those that do the same. */
export async function pressButton(
  { workspace }: World,
  user: string,
  { channel, ts, blocks = [] }: WorkspaceMessage,
  actionId: string,
): Promise<void> {
  const buttons = blocks.flatMap((block) => {
    const { block_id = '', elements = [], accessory } = blockSchema.safeParse(block).data ?? {};
    const beside = elements.flatMap((element) => buttonSchema.safeParse(element).data ?? []);
    const all = accessory === undefined ? beside : [...beside, accessory];
    return all.map((element) => ({ type: 'button', block_id, ...element }));
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
