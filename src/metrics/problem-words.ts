import { spanOf } from '../alert/span.ts';
import { visible } from '../alert/visible.ts';
import type { Problem } from './problem.ts';

/** A problem for people: what is wrong, and what to do next, each a sentence. */
export interface ProblemWords {
  readonly what: string;
  readonly mend: string;
}

/**
 * Says why there is no answer.
 *
 * @param source the name of the source in the config
 */
export function problemWords(problem: Problem, source: string): ProblemWords {
  switch (problem.kind) {
    case 'unknown-metric':
      return {
        what: `${source} knows no metric ${quoted(problem.asked)}.`,
        mend: meant(problem.nearest, 'Look at its name, its namespace and its region.'),
      };
    case 'unknown-dimension':
      return {
        what: `${source} has this metric, but not with ${quoted(problem.asked)}.`,
        mend: meant(problem.nearest, 'Write all dimensions that the metric has, as it has them.'),
      };
    case 'too-old':
      return {
        what: `${source} has figures every ${spanOf(problem.period)} only for the last ${spanOf(problem.kept)}.`,
        mend: 'Ask for a later time, or for a longer period.',
      };
    case 'too-long':
      return {
        what: `These would be too many figures: every ${spanOf(problem.period)} it can be ${spanOf(problem.longest)} at most.`,
        mend: 'Ask for less time, or for a longer period.',
      };
    case 'no-permission': {
      const { action, role = 'The bot' } = problem;
      return {
        what: `${role} may not do ${action} in ${source}.`,
        mend: `Allow ${action} in its policy; docs/configuration.md has all that it needs.`,
      };
    }
    case 'credentials-refused':
      return {
        what: `${source} does not let the bot in: HTTP ${problem.status}.`,
        mend: 'Look at bearer_token or basic_auth of this source in the config.',
      };
    case 'no-credentials':
      return problem.expired
        ? {
            what: `${source} can't be asked: the bot's credentials for AWS have expired.`,
            mend: 'Give this process new ones, or a role, whose credentials are renewed.',
          }
        : {
            what: `${source} can't be asked: the bot finds no credentials for AWS.`,
            mend: 'Give this process a role, AWS_PROFILE, or keys in its environment.',
          };
    case 'throttled':
      return {
        what: `${source} was asked too often, by the bot or by others.`,
        mend: 'Ask again in a minute; where it lasts, ask less often or have the quota raised.',
      };
    case 'timed-out':
      return {
        what: `${source} did not answer within ${spanOf(problem.after)}.`,
        mend: 'Ask for less time or fewer series.',
      };
    case 'region-off':
      return {
        what: `The region ${problem.region} is not switched on in the account of ${source}.`,
        mend: 'Switch it on in the account, or write another region in the config.',
      };
    case 'unreachable':
      return {
        what: `${source} can't be reached: ${visible(problem.why)}.`,
        mend: 'Look whether it runs, and whether the bot reaches it over the network.',
      };
    case 'refused':
      return {
        what: `${source} refuses the question: ${visible(problem.why)}.`,
        mend: 'Mend the query.',
      };
  }
}

/** There is such a metric, and it was quiet. */
export function emptyWords(source: string): ProblemWords {
  return {
    what: `${source} has no data of it for this time.`,
    mend: 'Ask for a longer time; it is there only while something happens.',
  };
}

function meant(nearest: string | undefined, otherwise: string): string {
  return nearest === undefined ? otherwise : `Did you mean ${quoted(nearest)}?`;
}

function quoted(text: string): string {
  return JSON.stringify(visible(text));
}
