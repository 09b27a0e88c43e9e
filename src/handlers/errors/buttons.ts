import type { Button } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { ErrorIssue } from '../../metrics/errors/issue.ts';
import { titleText } from '../../metrics/errors/words.ts';

export const RESOLVE_ERROR = 'error:resolve';
export const REOPEN_ERROR = 'error:reopen';

/** Resolves an error, once that is confirmed. Its value is what one could have typed. */
export function resolveButton(issue: ErrorIssue): Button {
  const { shortId } = issue;
  return {
    type: 'button',
    action_id: RESOLVE_ERROR,
    value: `/errors resolve ${shortId}`,
    text: plain('Resolve', 75),
    confirm: {
      title: plain(`Resolve ${shortId}?`, 100),
      text: plain(
        `${titleText(issue, 150)}\nIt is resolved for everybody. Should it come again, Sentry opens it again.`,
        300,
      ),
      confirm: plain('Resolve', 30),
      deny: plain('Leave it', 30),
    },
  };
}

/** Takes that back. */
export function reopenButton({ shortId }: ErrorIssue): Button {
  const value = `/errors reopen ${shortId}`;
  return { type: 'button', action_id: REOPEN_ERROR, value, text: plain('Reopen', 75) };
}
