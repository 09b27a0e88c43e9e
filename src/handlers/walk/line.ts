import type { KnownBlock } from '@slack/types';
import { mrkdwn, plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { escape, escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import type { Walk, WalkMoment } from '../../engine/ports/walks.ts';
import { walkMomentText } from '../../runbooks/walking/words.ts';

const LONGEST_LINE = 1_000;

/**
 * A line in the thread of a walk. That it was begun is seen at its card, and that an action was asked for at the
 * action's own message. Who gets it is mentioned, once.
 */
export function walkLine(walk: Walk, moment: WalkMoment): SlackMessage | undefined {
  if (moment.kind === 'begun' || moment.kind === 'asked') return undefined;
  // Its end is told by its title, which says so itself.
  const isMarked = walk.isDrill === true && moment.kind !== 'finished';
  const text = `${isMarked ? 'DRILL · ' : ''}${walkMomentText(walk, moment)}`;
  const section: KnownBlock = { type: 'section', text: plain(text, LONGEST_LINE) };
  const id =
    moment.to === undefined ? undefined : /^slack:(?<id>[A-Z0-9]+)$/u.exec(moment.to.actor);
  const user = id?.groups?.['id'];
  if (user === undefined) return { text: escapedWithin(text, LONGEST_LINE), blocks: [section] };
  const mention = `<@${escape(user)}>`;
  return {
    text: `${mention} ${escapedWithin(text, LONGEST_LINE)}`,
    blocks: [section, { type: 'context', elements: [mrkdwn(mention)] }],
  };
}
