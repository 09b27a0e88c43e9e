import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin, time } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint } from '../../delivery/slack/small-print.ts';
import type { ErrorChanged } from '../../metrics/errors/change.ts';
import { readShortId } from '../../metrics/errors/short-id.ts';
import { titleText } from '../../metrics/errors/words.ts';
import type { ErrorStatus } from '../../metrics/errors/tracker.ts';
import type { Answer } from '../answer.ts';
import type { Handling, SlowStep } from '../handling.ts';
import { wordAbout } from '../words.ts';
import { errorsOf } from './ask-errors.ts';
import { reopenButton, resolveButton } from './buttons.ts';
import { errorsProblem } from './errors-answer.ts';

const LONGEST_TITLE = 150;

/** Resolves an error, or opens it again; everybody in the channel sees who did. @throws Mistake */
export function changeError(written: string, to: ErrorStatus, handling: Handling): SlowStep {
  const errors = errorsOf(handling);
  const shortId = readShortId(written);
  const { asker, request, bot } = handling;
  const { name: by, actor } = asker;
  return {
    role: 'responder',
    isPublic: true,
    async work({ signal, progress }) {
      progress(`telling Sentry of ${shortId}`);
      const wish = { shortId, to, by, actor, traceId: request.traceId };
      const changed = await errors.change(wish, signal);
      if (!changed.ok) return errorsProblem(changed.problem);
      return changed.answer.isDone
        ? doneAnswer(changed.answer, to, by)
        : { ...already(changed.answer, to, bot.now()), isPublic: false };
    },
  };
}

/** Of two who want the same the second hears who was first. */
function already({ issue, before }: ErrorChanged, to: ErrorStatus, now: number): Answer {
  const { shortId } = issue;
  if (before === undefined) {
    return wordAbout(`${shortId} is ${to === 'resolved' ? 'resolved' : 'open'} already.`);
  }
  const did = to === 'resolved' ? 'resolved' : 'reopened';
  return wordAbout(`${before.by} ${did} ${shortId} already,`, time(before.at, now));
}

function doneAnswer({ issue }: ErrorChanged, to: ErrorStatus, by: string): Answer {
  const { shortId } = issue;
  const isResolved = to === 'resolved';
  const line = isResolved ? `✅ ${by} resolved ${shortId}` : `↩️ ${by} reopened ${shortId}`;
  const text = `${line}\n${titleText(issue, LONGEST_TITLE)}`;
  const then = isResolved
    ? 'Should it come again, Sentry opens it again.'
    : 'It is open in Sentry, and in /errors.';
  return {
    text: escapedWithin(text, 1_000),
    blocks: [
      {
        type: 'section',
        text: plain(text, 1_000),
        accessory: isResolved ? reopenButton(issue) : resolveButton(issue),
      },
      smallPrint([{ own: then }, { text: issue.project }]),
    ],
  };
}
