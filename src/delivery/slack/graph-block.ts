import type { ImageBlock } from '@slack/types';
import type { Graph } from '../../alert/group.ts';
import type { SlackMessage } from './message.ts';

/** What shows a graph that was uploaded before. */
export function graphBlock({ file, alt }: Pick<Graph, 'file' | 'alt'>): ImageBlock {
  return { type: 'image', slack_file: { id: file }, alt_text: alt };
}

/** A message without its graph; undefined where it has none. */
export function withoutGraph({ text, blocks }: SlackMessage): SlackMessage | undefined {
  const others = blocks.filter((block) => block.type !== 'image');
  return others.length === blocks.length ? undefined : { text, blocks: others };
}
