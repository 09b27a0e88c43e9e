import type { ChatRole } from '../../alert/chat-role.ts';
import { plain } from '../../delivery/slack/message.ts';
import { date, escape } from '../../delivery/slack/mrkdwn.ts';
import type { ActionRun, InTheWay, RunMoment } from '../../engine/ports/action-runs.ts';
import type { Answer } from '../answer.ts';

export const AT = '{date_short_pretty} at {time}';

/** A line of a run's story; names and words of services are among it. */
export function momentText({ state, by, what }: RunMoment): string {
  switch (state) {
    case 'asked':
      return by === undefined ? 'Tocsin asks for it.' : `${by} asks for it.`;
    case 'approved':
      return by === undefined ? 'The config wants no approval: it is done.' : `${by} has it done.`;
    case 'declined':
      return `${by ?? 'Somebody'} declined.`;
    default:
      return by === undefined ? what : `${by}: ${what}`;
  }
}

/** `an operator`. */
export function somebodyWith(role: ChatRole): string {
  return `${/^[aeo]/u.test(role) ? 'an' : 'a'} ${role}`;
}

/** Why nothing more is to be decided about a run. */
export function overText({ state, story, undoneBy }: ActionRun): string {
  const decision = story.findLast((one) => one.by !== undefined && one.state !== 'asked');
  const who = decision?.by;
  switch (state) {
    case 'asked':
    case 'expired':
      return 'It is too late: nobody approved it in time.';
    case 'declined':
      return `${who ?? 'Somebody'} has declined it already.`;
    case 'approved':
    case 'starting':
    case 'running':
      return who === undefined ? 'It is under way already.' : `${who} was first: it is under way.`;
    default:
      return undoneBy === undefined ? 'It is over already.' : 'It was taken back already.';
  }
}

/** Why an action is not asked for. */
export function inTheWayAnswer(inTheWay: InTheWay): Answer {
  switch (inTheWay.kind) {
    case 'open':
      return answerOf(openText(inTheWay.run), `Since ${date(inTheWay.run.askedAt, AT)}.`);
    case 'resting':
      return answerOf('It was done lately.', `Not again before ${date(inTheWay.until, AT)}.`);
    case 'limit': {
      const { of, most, until } = inTheWay;
      const key = of === 'all' ? 'per_hour' : 'per_target_per_hour';
      const what = of === 'all' ? 'actions were' : 'times it was';
      return answerOf(
        `Within this hour ${most} ${what} asked for, and no more are: actions.limits.${key}.`,
        `Again after ${date(until, AT)}.`,
      );
    }
  }
}

function openText({ state, story: [first], title, about }: ActionRun): string {
  const by = first?.by ?? 'Tocsin';
  if (state === 'asked') {
    return `${by} asked already, and it waits: say yes or no to “${title ?? about}” first.`;
  }
  if (state === 'succeeded') return 'It was done already.';
  if (state === 'unknown') return 'It was tried already, and nobody knows whether it happened.';
  return `It is under way, as ${by} asked: ${title ?? about}`;
}

/** @param own trusted mrkdwn */
export function answerOf(said: string, ...own: readonly string[]): Answer {
  return {
    text: [escape(said), ...own].join(' '),
    blocks: [
      { type: 'section', text: plain(said, 600) },
      ...own.map((text) => ({
        type: 'context' as const,
        elements: [{ type: 'mrkdwn' as const, text, verbatim: true }],
      })),
    ],
  };
}
