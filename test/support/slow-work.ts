import { z } from 'zod';
import { messageSchema, type WorkspaceMessage } from '../../demo/slack/workspace-plan.ts';
import { createSlackClient } from '../../src/delivery/slack/client.ts';
import { CANCEL } from '../../src/handlers/jobs/words.ts';
import type { SlackUser } from './slack-user.ts';
import type { World } from './world.ts';

const answerSchema = z.object({ messages: z.array(messageSchema) });
const buttonSchema = z.object({
  block_id: z.string().optional(),
  elements: z.tuple([z.object({ action_id: z.literal(CANCEL), value: z.string() })]),
});

/** Everything in the bot's talk with somebody, oldest first. */
export async function talkWith(
  { workspace, slack }: World,
  { id }: SlackUser,
): Promise<readonly WorkspaceMessage[]> {
  const client = createSlackClient(workspace.botToken, slack.apiUrl);
  const { channel } = await client.conversations.open({ users: id });
  const response = await fetch(`${workspace.url}/_control/messages/${channel?.id}`);
  return answerSchema.parse(await response.json()).messages;
}

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
