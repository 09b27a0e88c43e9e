import type { SlackMessage } from '../message.ts';
import { escapedWithin } from '../mrkdwn.ts';
import { refuseBlocks } from './blocks.ts';

/** The longest `text` of an update. Source: https://docs.slack.dev/reference/methods/chat.update#errors */
export const LONGEST_UPDATE = 4_000;

/**
 * A message as it is called with. One of which Slack would refuse the layout is a mistake of ours, and
 * people are told all the same: in words.
 */
export function withinLimits({ text, blocks }: SlackMessage): SlackMessage {
  const isAccepted = refuseBlocks(blocks) === undefined;
  return {
    text: text.length <= LONGEST_UPDATE ? text : escapedWithin(text, LONGEST_UPDATE),
    blocks: isAccepted ? blocks : [],
  };
}
