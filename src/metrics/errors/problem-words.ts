import { spanOf } from '../../alert/span.ts';
import { visible } from '../../alert/visible.ts';
import type { ProblemWords } from '../problem-words.ts';
import type { ErrorsProblem } from './problem.ts';

/** Where each of these is written. */
const WRITTEN = {
  organization: 'errors.sentry.organization in the config',
  project: 'errors.sentry.projects in the config, and project=… where it was asked for',
  environment: 'environment=…',
} as const;

/** Says why Sentry gives no answer, and what to do next. */
export function errorsProblemWords(problem: ErrorsProblem): ProblemWords {
  switch (problem.kind) {
    case 'token-refused':
      return {
        what: 'Sentry does not know the token: HTTP 401.',
        mend: 'Make a new one in Sentry, under Settings, Custom Integrations, and write it into errors.sentry.token.',
      };
    case 'no-permission':
      return {
        what: 'Sentry does not let the token do that: HTTP 403.',
        mend: `Give it the scope ${problem.scope}, and see that it belongs to the organization and sees the projects of errors.sentry.`,
      };
    case 'unknown': {
      const { what, asked, nearest } = problem;
      return {
        what: `Sentry has no ${what} ${quoted(asked)}, or does not show it to this token.`,
        mend:
          nearest === undefined
            ? `Look at ${WRITTEN[what]}: it wants the name as it stands in the address of its page.`
            : `Did you mean ${quoted(nearest)}?`,
      };
    }
    case 'unknown-issue':
      return {
        what: `Sentry has no error ${quoted(problem.asked)} in the projects that the bot looks at.`,
        mend: 'Write the name that stands under an error, such as WEB-1A.',
      };
    case 'throttled':
      return {
        what: 'Sentry was asked too often, by the bot or by others.',
        mend:
          problem.after === undefined
            ? 'Ask again in a minute.'
            : `Ask again in ${spanOf(Math.max(problem.after, 1_000))}.`,
      };
    case 'timed-out':
      return {
        what: `Sentry did not answer within ${spanOf(problem.after)}.`,
        mend: 'Ask again soon, or for less time; status.sentry.io says whether it is down.',
      };
    case 'unreachable':
      return {
        what: `Sentry can't be reached: ${visible(problem.why)}.`,
        mend: 'Ask again soon; where it lasts, look at errors.sentry.url, and whether the bot reaches it over the network.',
      };
    case 'nonsense':
      return {
        what: `What answers is no Sentry: ${visible(problem.why)}.`,
        mend: 'Look at errors.sentry.url: it is the address of Sentry itself, without /api/0.',
      };
    case 'refused':
      return {
        what: `Sentry refuses the question: ${visible(problem.why)}.`,
        mend: 'Mend what was asked for; its plan may not keep errors for so long.',
      };
  }
}

function quoted(text: string): string {
  return JSON.stringify(visible(text));
}
