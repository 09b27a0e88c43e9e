import { expect } from 'vitest';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import type { SlackMessage } from '../../../src/delivery/slack/message.ts';

/** Every text of a message's blocks that Slack parses. */
export function mrkdwnOf(message: SlackMessage): readonly string[] {
  return textsOf(message, 'mrkdwn');
}

/** What its blocks show as it is, line by line. */
export function plainOf(message: SlackMessage): string {
  return textsOf(message, 'plain_text').join('\n');
}

function textsOf({ blocks }: SlackMessage, type: 'mrkdwn' | 'plain_text'): readonly string[] {
  const texts: string[] = [];
  JSON.stringify(blocks, (_, value: unknown) => {
    if (typeof value === 'object' && value !== null && 'type' in value && 'text' in value) {
      if (value.type === type && typeof value.text === 'string') texts.push(value.text);
    }
    return value;
  });
  return texts;
}

/** A message that Slack takes, also as an update, with room to spare. */
export function expectAccepted(message: SlackMessage): void {
  expect(refuseBlocks(message.blocks)).toBeUndefined();
  expect(JSON.stringify(message.blocks).length).toBeLessThan(10_000);
  expect(message.text.length).toBeLessThanOrEqual(4_000);
  expect(message.text.trim()).not.toBe('');
  expect(JSON.stringify(message).isWellFormed() && message.text.isWellFormed()).toBe(true);
  expect(JSON.stringify(message)).not.toContain('\\ud');
}

const DATE = /<!date\^\d+\^[^|<>]+\|[\d: -]+UTC>/gu;
const LINK = /<https?:[^<>|\s]+\|[\p{L}\p{N} .-]+ \([^\s()<>]+\)>/gu;

/**
 * A text of a message without what is ours to format: dates, links with their hosts, and the priority.
 * What is left must not format, link or mention.
 */
export function leftOf(text: string, mention?: string): string {
  const rest = text
    .replace(DATE, '')
    .replace(LINK, '')
    .replace(/\*P\d\*/u, '');
  return mention === undefined ? rest : rest.replace(mention, '');
}
