import type { WebClient } from '@slack/web-api';
import { escape } from '../../delivery/slack/mrkdwn.ts';
import { answerTo } from '../answering.ts';
import type { SlowStep } from '../handling.ts';
import type { JobParts } from './parts.ts';
import type { JobRecord, OpenRecord } from './record.ts';
import { showStanding } from './standing.ts';
import { standingMessage } from './words.ts';

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
  const before = record.now().message;
  const message = standingMessage(record, standing, screen.now());
  const isShown = await showStanding(record, message, isPublic, screen);
  const { request, message: at } = record.now();
  const asked = 'channelId' in request ? request.channelId : undefined;
  if (before === undefined && at !== undefined && asked !== undefined && at.channel !== asked) {
    const where = await linkTo(at, screen.slack);
    const text = `This takes a while. How far it is, and the answer: ${where}.`;
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
