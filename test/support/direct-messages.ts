import { z } from 'zod';
import { messageSchema, type WorkspaceMessage } from '../../demo/slack/workspace-plan.ts';
import type { Workspace } from '../../demo/slack/workspace.ts';

const openedSchema = z.object({ channel: z.object({ id: z.string() }) });
const messagesSchema = z.object({ messages: z.array(messageSchema) });

/** What stands in the bot's conversation with somebody, oldest first. */
export async function saidTo(
  { apiUrl, url, userIds }: Workspace,
  name: string,
): Promise<readonly WorkspaceMessage[]> {
  const opened = await fetch(`${apiUrl}conversations.open`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ users: userIds[name] }),
  });
  const { channel } = openedSchema.parse(await opened.json());
  const answer = await fetch(`${url}/_control/messages/${channel.id}`);
  return messagesSchema.parse(await answer.json()).messages;
}
