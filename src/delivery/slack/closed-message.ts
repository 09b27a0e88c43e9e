import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Graph } from '../../alert/group.ts';
import { graphBlock } from './graph-block.ts';
import { refuseBlocks } from './limits/blocks.ts';

/** A message of what is over, without its graph: no delivery edits it any more. */
export const closedMessageSchema = z.object({
  channel: z.string(),
  ts: z.string(),
  text: z.string(),
  blocks: z.custom<KnownBlock[]>((blocks) => refuseBlocks(blocks) === undefined),
});

export type ClosedMessage = z.output<typeof closedMessageSchema>;

/** Shows a graph in the message of what is over, instead of the one it had. @throws when Slack does not take it */
export async function showInClosed(
  slack: WebClient,
  { blocks, ...message }: ClosedMessage,
  graph: Pick<Graph, 'file' | 'alt'>,
): Promise<void> {
  await slack.chat.update({ ...message, blocks: [...blocks, graphBlock(graph)] });
}
