import type { WebClient } from '@slack/web-api';
import type { Handle } from '../../alert/group.ts';
import type { Retry } from '../adapter.ts';
import type { DeliveryView } from '../view.ts';
import { shorten, titleOf } from '../wording.ts';
import { classifyFailure, retryOf } from './failure.ts';
import { plain, type SlackMessage } from './message.ts';
import { escapedWithin } from './mrkdwn.ts';
import { inTurn, type Turn } from './turn.ts';

const LONGEST_TITLE = 140;

/**
 * Closes the message of who is on call no more: it says who was told instead. Who is gone can't be shown
 * anything any more, and that holds nothing up.
 */
export async function closeFormer(
  client: WebClient,
  turn: Turn,
  view: DeliveryView,
  { channel = '', ts = '' }: Handle,
  to: string,
): Promise<Retry | undefined> {
  try {
    await inTurn(turn, () => client.chat.update({ channel, ts, ...formerMessage(view, to) }));
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind !== 'refused') return retryOf(failure);
  }
  return undefined;
}

function formerMessage(view: DeliveryView, to: string): SlackMessage {
  const title = `↪️ ${shorten(titleOf(view), LONGEST_TITLE)}`;
  const words = `${to} is on call now, and was told.`;
  return {
    text: escapedWithin(`${title}: ${words}`, 1_000),
    blocks: [
      { type: 'header', text: plain(title, 150) },
      { type: 'section', text: plain(words, 300) },
    ],
  };
}
