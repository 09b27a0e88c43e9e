import type { Incident } from '../../demo/pagerduty-incidents.ts';
import type { SlackCall } from '../../demo/slack/proxy.ts';
import type { WorkspaceMessage } from '../../demo/slack/workspace.ts';
import type { World } from './world.ts';

/** The messages of a channel that mention a text, oldest first, replies left out. */
export async function postsAbout(
  { workspace }: World,
  text: string,
  channel = 'incidents',
): Promise<readonly WorkspaceMessage[]> {
  const all = await workspace.messages(channel);
  return all.filter((one) => !isReply(one) && textOf(one).includes(text));
}

/** The lines in a message's thread, oldest first. */
export async function threadOf(
  { workspace }: World,
  { ts }: Pick<WorkspaceMessage, 'ts'>,
  channel = 'incidents',
): Promise<readonly string[]> {
  const all = await workspace.messages(channel);
  return all.filter((one) => isReply(one) && one.thread_ts === ts).map(textOf);
}

/** Everything of a message that people could read, as one text. */
export function textOf({ text, blocks }: Pick<WorkspaceMessage, 'text' | 'blocks'>): string {
  return `${text}\n${JSON.stringify(blocks ?? [])}`;
}

/** The pages that mention a text, newest first. */
export function pagesAbout({ pagerduty }: World, text: string): readonly Incident[] {
  return pagerduty.incidents().filter((one) => JSON.stringify(one).includes(text));
}

/** The events that PagerDuty took and that mention a text or that key, as `trigger` and `resolve`. */
export function eventsAbout({ pagerduty }: World, text: string): readonly string[] {
  const keys = new Set(
    pagerduty.events.filter((one) => JSON.stringify(one).includes(text)).map(dedupKeyOf),
  );
  return pagerduty.events.filter((one) => keys.has(dedupKeyOf(one))).map((one) => one.event_action);
}

function dedupKeyOf({ dedup_key: key }: { readonly dedup_key?: string | undefined }): string {
  return key ?? '';
}

/** The calls of a method that Slack accepted and that mention a text. */
export function callsAbout({ slack }: World, method: string, text: string): readonly SlackCall[] {
  return slack.calls.filter(
    (call) => call.method === method && call.accepted && JSON.stringify(call.args).includes(text),
  );
}

/** In the local Slack the first message of a thread may name itself as its thread. */
function isReply({ ts, thread_ts: thread }: WorkspaceMessage): boolean {
  return thread !== undefined && thread !== ts;
}
