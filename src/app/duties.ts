import type { Config } from '../config/schema/config.ts';
import { createOnDuty, type FindOnDuty } from '../delivery/slack/on-duty.ts';
import { createSlackClient } from '../delivery/slack/client.ts';
import { createSlackUsers, type SlackUsers } from '../delivery/slack/users.ts';
import type { RateLimiter } from '../engine/ports/delivery-store.ts';
import type { Duty, KnownDuties, OnCall } from '../engine/ports/on-call.ts';
import { withLastKnown } from './last-known.ts';
import { createOnCall } from './on-call.ts';

export interface DutyParts {
  readonly knownDuties: KnownDuties;
  readonly limiter: RateLimiter;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Told that nobody can say who is on call, where it is known who last was. */
  readonly onUnknown: (error: unknown, schedule: string) => void;
}

/** Who is on call, as a running bot has it: also while nobody can say. Undefined without schedules. */
function createDuties(
  config: Config,
  { knownDuties: known, now, onUnknown }: DutyParts,
): OnCall | undefined {
  const onCall = createOnCall(config, now);
  return onCall && withLastKnown(onCall, { known, now, onUnknown });
}

/** Where who is on call is written to in Slack; undefined without schedules, or without Slack. */
export function createFindOnDuty(config: Config, parts: DutyParts): FindOnDuty | undefined {
  const onCall = createDuties(config, parts);
  const { bot_token: token, api_url: apiUrl } = config.slack;
  if (onCall === undefined || token === '') return undefined;
  return createOnDuty(
    onCall,
    createSlackUsers(createSlackClient(token, apiUrl), parts.limiter, parts.now),
  );
}

/** The same for the chat: people are known by their ids in Slack, as far as that can be found out. */
export function createChatDuties(
  config: Config,
  parts: DutyParts,
  users: SlackUsers,
): OnCall | undefined {
  const onCall = createDuties(config, parts);
  if (onCall === undefined) return undefined;
  return {
    schedules: onCall.schedules,
    who: async (question) => Promise.all((await onCall.who(question)).map(known)),
  };

  async function known(duty: Duty): Promise<Duty> {
    if (duty.slackUser !== undefined || duty.email === undefined) return duty;
    const slackUser = await users.withEmail(duty.email).catch(() => undefined);
    return slackUser === undefined ? duty : { ...duty, slackUser };
  }
}
