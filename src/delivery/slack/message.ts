import type { KnownBlock, MrkdwnElement, PlainTextElement } from '@slack/types';
import { shorten } from '../wording.ts';

/** A message: blocks for the screen, the same as text for notifications and screen readers. */
export interface SlackMessage {
  readonly text: string;
  readonly blocks: KnownBlock[];
}

/** Text that is shown as it is: in a `plain_text` object Slack parses neither mentions nor formatting. */
export function plain(text: string, limit: number): PlainTextElement {
  const shown = shorten(text, limit);
  return { type: 'plain_text', text: shown.trim() === '' ? '–' : shown, emoji: false };
}

/**
 * Text of our own: dates, links, mentions from the config. Slack is not to find any more of them by
 * itself (`verbatim`).
 */
export function mrkdwn(text: string): MrkdwnElement {
  return { type: 'mrkdwn', text, verbatim: true };
}
