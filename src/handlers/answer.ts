import type { KnownBlock } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { isSlackAddress } from './slack-address.ts';

/** What is said to who asked. */
export interface Answer {
  /** Trusted mrkdwn: for notifications and screen readers, and all there is where there are no blocks. */
  readonly text: string;
  readonly blocks?: readonly KnownBlock[];
  /** For everybody in the channel; else only who asked sees it. */
  readonly isPublic?: boolean;
}

/** Where an answer goes. */
export interface AnswerPlace {
  readonly personId: string;
  /** Good for five answers within 30 minutes. */
  readonly responseUrl?: string | undefined;
  readonly channelId?: string | undefined;
}

/** Slack takes an answer at once, or there is something wrong with it. In milliseconds. */
const TIMEOUT = 10_000;

/**
 * Says something to who asked: through the address that Slack gave for it, and where that does not work
 * through the Web API.
 *
 * @throws when neither works
 */
export async function say(
  { text, blocks, isPublic = false }: Answer,
  { personId, responseUrl, channelId }: AnswerPlace,
  slack: WebClient,
): Promise<void> {
  const content = { text, ...(blocks !== undefined && { blocks: [...blocks] }) };
  if (responseUrl !== undefined && isSlackAddress(responseUrl, slack.slackApiUrl)) {
    const type = isPublic ? 'in_channel' : 'ephemeral';
    if (await isPosted(responseUrl, { ...content, response_type: type })) return;
  }
  const channel = channelId ?? personId;
  if (isPublic || channelId === undefined) await slack.chat.postMessage({ channel, ...content });
  else await slack.chat.postEphemeral({ channel, user: personId, ...content });
}

/** @see https://docs.slack.dev/interactivity/handling-user-interaction/#message_responses */
async function isPosted(address: string, message: object): Promise<boolean> {
  try {
    const response = await fetch(address, {
      method: 'POST',
      redirect: 'error',
      headers: { 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ ...message, replace_original: false }),
      signal: AbortSignal.timeout(TIMEOUT),
    });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}
