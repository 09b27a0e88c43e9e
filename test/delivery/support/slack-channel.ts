import { startSlackProxy, type SlackProxy } from '../../../demo/slack/proxy.ts';
import type { Workspace, WorkspaceMessage } from '../../../demo/slack/workspace.ts';
import type { ChannelIds } from '../../../src/engine/ports/channel-ids.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import type { Adapter } from '../../../src/delivery/adapter.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import { createSlackAdapter } from '../../../src/delivery/slack/send.ts';
import type { OpenLimiter } from './attempts.ts';

/** The one channel of the local Slack that these tests write to. */
export const CHANNEL = 'incidents';

/** After so many milliseconds without an answer a call has failed. */
const TIMEOUT = 1_000;

/** Empties a local Slack, and puts a new checking proxy before it. */
export async function startAnew(workspace: Workspace): Promise<SlackProxy> {
  await fetch(`${workspace.url}/_control/reset`, { method: 'POST' });
  return startSlackProxy({ ...workspace, upstream: workspace.apiUrl });
}

/** The adapter under test, as it calls Slack through the proxy. */
export function adapterFor(
  { apiUrl }: SlackProxy,
  limiter: OpenLimiter,
  {
    token,
    channel = `#${CHANNEL}`,
    channelIds = createMemoryStore(Date.now).channelIds,
  }: { readonly token: string; readonly channel?: string; readonly channelIds?: ChannelIds },
): Adapter {
  const client = createSlackClient(token, apiUrl, TIMEOUT);
  return createSlackAdapter(client, { limiter, channelIds }, { channel });
}

/** What stands in the channel, and in its threads, oldest first. */
export async function messagesIn(workspace: Workspace): Promise<{
  readonly posts: readonly WorkspaceMessage[];
  readonly lines: readonly WorkspaceMessage[];
}> {
  const all = await workspace.messages(CHANNEL);
  // The first message of a thread may name itself as its thread.
  const isLine = ({ ts, thread_ts: thread = ts }: WorkspaceMessage): boolean => thread !== ts;
  return { posts: all.filter((one) => !isLine(one)), lines: all.filter(isLine) };
}
