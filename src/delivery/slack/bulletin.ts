import type { KnownBlock } from '@slack/types';
import type { Bulletin } from '../../alert/bulletin.ts';
import { shorten } from '../wording.ts';
import { escape } from './mrkdwn.ts';
import { plain, type SlackMessage } from './message.ts';

const TITLE_LENGTH = 150;
const LINE_LENGTH = 300;
/** So many of these lines stay below what all blocks of a message may have together. */
const BLOCKS = 30;

/** A text that stays as it is, as a message. All of it is plain: names in it come from outside. */
export function renderBulletin({ title, parts }: Bulletin): SlackMessage {
  const blocks: KnownBlock[] = [
    { type: 'header', text: plain(title, TITLE_LENGTH) },
    ...parts.flatMap(({ heading, lines }): KnownBlock[] => [
      { type: 'context', elements: [plain(heading, TITLE_LENGTH)] },
      ...lines.map((line) => ({ type: 'section' as const, text: plain(line, LINE_LENGTH) })),
    ]),
  ];
  const [first] = parts;
  return {
    text: escape(shorten([title, ...(first?.lines ?? [])].join('. '), 700)),
    blocks: blocks.slice(0, BLOCKS),
  };
}
