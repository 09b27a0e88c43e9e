import type { Config } from '../../config/load.ts';
import { createSlackClient } from '../../delivery/slack/client.ts';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import { createLookup } from '../../delivery/slack/lookup.ts';
import type { Mentions } from '../../delivery/slack/mentions.ts';
import { postUnlessThere } from '../../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS } from '../../delivery/slack/slack-limits.ts';
import { updatePosted } from '../../delivery/slack/update-posted.ts';
import type {
  ChecklistRun,
  ChecklistRuns,
  ChecklistTold,
} from '../../engine/ports/checklist-runs.ts';
import { checklistMessage } from '../../handlers/checklists/card.ts';
import { checklistLine } from '../../handlers/checklists/line.ts';
import { createRedisChannelIds } from '../../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** After Slack did not take it, it is asked again; and no more when it is so old. In milliseconds. */
const TELL_AGAIN = 60_000;
const TOLD_FOR = 6 * 60 * 60_000;

interface Parts {
  readonly runs: Pick<ChecklistRuns, 'find' | 'told' | 'noteTold' | 'settle'>;
  /** Who is on call, where the config has schedules. */
  readonly mentions: Mentions | undefined;
}

type TellWiring = Pick<Wiring, 'redis' | 'clock' | 'slackLimits'> & {
  readonly config: Pick<Config, 'slack'>;
};

/**
 * Tells of checklists: in a message that shows how each stands, and a line in its thread for each thing that
 * became of it. To be called until it is settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createChecklistTeller(
  { config, redis, clock, slackLimits: limits = SLACK_LIMITS }: TellWiring,
  { runs, mentions }: Parts,
): (id: string) => Promise<void> {
  const { bot_token: token, api_url: apiUrl } = config.slack;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const client = createSlackClient(token, apiUrl);
  const channelIds = createRedisChannelIds(redis, KEYS);
  const tools = { client, limiter, lookup: createLookup(client, { limiter, channelIds }, limits) };
  /** When Slack is asked again, by id. */
  const again = new Map<string, number>();

  async function post(run: ChecklistRun): Promise<ChecklistTold> {
    const { id, channel, dueAt: since, assign, revision } = run;
    const mention = (await mentions?.(assign, clock.now())) ?? assign;
    const message = async () => checklistMessage(run, mention);
    const posted = await postUnlessThere(
      tools,
      { id: `checklist ${id}`, channel, since, message },
      limits,
    );
    const told = { ...posted, mention, revision, moments: 0 };
    await runs.noteTold(id, told);
    return told;
  }

  async function tell(run: ChecklistRun): Promise<void> {
    const { id, revision, story } = run;
    let told = (await runs.told(id)) ?? (await post(run));
    const { channel, ts, mention } = told;
    if (told.revision < revision) {
      const message = checklistMessage(run, mention);
      await updatePosted(tools, { id, channel, ts, message }, limits);
      told = { ...told, revision };
      await runs.noteTold(id, told);
    }
    for (const [index, moment] of story.slice(told.moments).entries()) {
      const nth = told.moments + index;
      const line = {
        id: `checklist ${id} ${nth}`,
        channel,
        threadTs: ts,
        since: moment.at,
        message: async () => checklistLine(run, moment, mention),
      };
      await postUnlessThere(tools, line, limits);
      await runs.noteTold(id, { ...told, moments: nth + 1 });
    }
  }

  return async (id) => {
    const run = await runs.find(id);
    if (run === undefined || (again.get(id) ?? 0) > clock.now()) return;
    again.delete(id);
    const isOver = run.closedAt !== undefined;
    try {
      if (token !== '') await tell(run);
    } catch (error) {
      const since = run.closedAt ?? run.dueAt;
      const isHopeless =
        classifyFailure(error).kind === 'refused' || clock.now() - since > TOLD_FOR;
      if (isHopeless && isOver) await runs.settle(id, run.revision);
      else again.set(id, clock.now() + TELL_AGAIN);
      throw error;
    }
    if (isOver) await runs.settle(id, run.revision);
  };
}
