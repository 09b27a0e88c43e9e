import type { WebClient } from '@slack/web-api';
import type { KnownBlock } from '@slack/types';
import { shorten } from '../wording.ts';
import { escape } from './mrkdwn.ts';
import { plain } from './render.ts';

/** A text in parts, each with a heading. */
interface Bulletin {
  readonly title: string;
  readonly parts: readonly { readonly heading: string; readonly lines: readonly string[] }[];
}

/** Slack's limits are 150 and 3,000. */
const TITLE_LENGTH = 150;
const PART_LENGTH = 2_900;

/**
 * Posts a text that stays as it is. All of it is plain: names in it come from outside.
 *
 * @throws what Slack's client throws
 */
export async function postBulletin(
  client: WebClient,
  channel: string,
  { title, parts }: Bulletin,
): Promise<void> {
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(title, TITLE_LENGTH) },
    ...parts.flatMap(({ heading, lines }): KnownBlock[] => [
      { type: 'context', elements: [plain(heading, TITLE_LENGTH)] },
      { type: 'section', text: plain(lines.map((line) => `• ${line}`).join('\n'), PART_LENGTH) },
    ]),
  ];
  const [first] = parts;
  const text = escape(shorten([title, ...(first?.lines ?? [])].join('. '), 700));
  await client.chat.postMessage({
    channel,
    text,
    blocks,
    unfurl_links: false,
    unfurl_media: false,
  });
}
