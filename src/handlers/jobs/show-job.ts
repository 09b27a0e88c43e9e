import type { WebClient } from '@slack/web-api';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import type { SlackMessage } from '../../delivery/slack/message.ts';
import type { Answer } from '../answer.ts';
import { askedIn } from '../asked-in.ts';
import { answerTo } from '../answering.ts';
import type { SlowStep } from '../handling.ts';
import type { JobParts } from './parts.ts';
import type { JobRecord, OpenRecord } from './record.ts';
import { showStanding } from './standing.ts';
import { resultMessage, standingMessage } from './words.ts';

/**
 * Shows how a job stands. Who asked in one place, and is to look in another, is told so, once.
 *
 * @returns true if it is shown
 */
export async function showJob(
  record: OpenRecord,
  standing: string,
  { isPublic = false }: Pick<SlowStep, 'isPublic'>,
  { registry, screen }: Pick<JobParts, 'registry' | 'screen'>,
): Promise<boolean> {
  const message = standingMessage(record, standing, screen.now());
  return shown(message, record, {
    isPublic,
    elsewhere: (where) => `This takes a while. How far it is, and the answer: ${where}.`,
    parts: { registry, screen },
  });
}

/**
 * Posts the answer of a job that nobody has seen yet: as a message, for in what only one person sees Slack
 * shows no pictures.
 *
 * @returns true if it is posted
 */
export async function postAnswer(
  record: OpenRecord,
  answer: Answer,
  parts: Pick<JobParts, 'registry' | 'screen'>,
): Promise<boolean> {
  const { isPublic = false } = answer;
  const message = resultMessage(answer, record, parts.screen.now());
  return shown(message, record, {
    isPublic,
    elsewhere: (where) => {
      const why = isPublic
        ? 'The bot is not in this channel'
        : 'A graph can’t be shown to one alone';
      return `${why}: the answer is in ${where}.`;
    },
    parts,
  });
}

interface Showing {
  readonly isPublic: boolean;
  /** What who asked is told where it is shown elsewhere. */
  readonly elsewhere: (where: string) => string;
  readonly parts: Pick<JobParts, 'registry' | 'screen'>;
}

async function shown(
  message: SlackMessage,
  record: OpenRecord,
  { isPublic, elsewhere, parts: { registry, screen } }: Showing,
): Promise<boolean> {
  const before = record.now().message;
  const { request } = record.now();
  const asked = askedIn(request, registry);
  const isShown = await showStanding(record, message, { ...asked, isPublic }, screen);
  const { message: at } = record.now();
  const isElsewhere = asked.channel !== undefined && at?.channel !== asked.channel;
  if (before === undefined && at !== undefined && isElsewhere) {
    const text = elsewhere(await linkTo(at, screen.slack));
    await answerTo(request, { text }, { registry, slack: screen.slack });
  }
  return isShown;
}

async function linkTo(
  { channel, ts }: NonNullable<JobRecord['message']>,
  slack: WebClient,
): Promise<string> {
  const words = 'our direct messages';
  try {
    const { permalink } = await slack.chat.getPermalink({ channel, message_ts: ts });
    return permalink === undefined ? words : `<${escape(permalink)}|${words}>`;
  } catch {
    return words;
  }
}
