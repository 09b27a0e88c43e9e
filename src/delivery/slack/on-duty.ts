import type { OnCall } from '../../engine/ports/on-call.ts';
import type { DeliveryResult } from '../adapter.ts';
import { refusal } from './diagnosis.ts';
import { classifyFailure, retryOf } from './failure.ts';
import type { SlackUsers } from './users.ts';

/** Who is on call, and where they are written to. */
export interface OnDuty {
  readonly outcome: 'found';
  readonly name: string;
  /** Their id. */
  readonly user: string;
  /** The id of the bot's conversation with them. */
  readonly channel: string;
  /** When they were on call, where nobody can say who is now; epoch milliseconds. */
  readonly asOf?: number;
}

/** Why nobody is found: now, or before something is changed. */
export type Unfound = Exclude<DeliveryResult, { readonly outcome: 'delivered' }>;

/** Finds whoever is on call on a schedule, at a time (epoch milliseconds). */
export type FindOnDuty = (schedule: string, at: number) => Promise<OnDuty | Unfound>;

/** Of several who are on call at the same time it is the first that Slack knows. */
export function createOnDuty(onCall: OnCall, users: SlackUsers): FindOnDuty {
  return async (schedule, at) => {
    const duties = await onCall.who({ at, schedule }).catch(asError);
    if (duties instanceof Error) return unsaid(duties.message);
    try {
      for (const { name, slackUser, email, asOf } of duties) {
        const user = slackUser ?? (email === undefined ? undefined : await users.withEmail(email));
        if (user === undefined) continue;
        const channel = await users.conversation(user);
        return { outcome: 'found', name, user, channel, ...(asOf !== undefined && { asOf }) };
      }
    } catch (error) {
      const failure = classifyFailure(error);
      return failure.kind === 'refused' ? refused(failure.error) : retryOf(failure);
    }
    const [first] = duties;
    return first === undefined
      ? nobody(`nobody is on call for ${schedule}`, 'Put somebody on that schedule.')
      : nobody(
          `${first.name}, who is on call for ${schedule}, is not known in Slack`,
          first.email === undefined
            ? 'Write their e-mail address, or their id in Slack, where the schedule names them.'
            : 'Nobody in Slack has the e-mail address that the schedule has of them: change one of the two.',
        );
  };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

/** It may be said soon; meanwhile Slack does not fail. */
function unsaid(why: string): Unfound {
  const remedy = 'See whether PagerDuty answers, and pagerduty.api_token; see `tocsin oncall`.';
  const diagnosis = { concerns: 'address', problem: why, remedy } as const;
  return { outcome: 'retry', why, diagnosis };
}

function nobody(problem: string, remedy: string): Unfound {
  const diagnosis = { concerns: 'address', problem, remedy } as const;
  return { outcome: 'reject', why: problem, diagnosis };
}

/** A permission that only this takes keeps the bot from nothing else. */
function refused(error: string): Unfound {
  const result = refusal(error);
  if (result.diagnosis === undefined || error !== 'missing_scope') return result;
  const problem = 'the app may not look for people by their e-mail address, or not write to them';
  return { ...result, diagnosis: { ...result.diagnosis, concerns: 'address', problem } };
}
