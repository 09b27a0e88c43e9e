import { classifyFailure } from '../../delivery/slack/failure.ts';
import type { Mentions } from '../../delivery/slack/mentions.ts';
import type { Posted } from '../../delivery/slack/post-unless-there.ts';
import type {
  ChecklistRun,
  ChecklistRuns,
  ChecklistTold,
} from '../../engine/ports/checklist-runs.ts';
import { checklistMessage } from '../../handlers/checklists/card.ts';
import { checklistLine } from '../../handlers/checklists/line.ts';
import { createChatPoster, type ChatPoster } from '../chat-poster.ts';
import type { Wiring } from '../wiring.ts';

/** After Slack did not take it, it is asked again; and no more when it is so old. In milliseconds. */
const TELL_AGAIN = 60_000;
const TOLD_FOR = 6 * 60 * 60_000;

interface Parts {
  readonly runs: Pick<ChecklistRuns, 'find' | 'told' | 'noteTold' | 'settle'>;
  /** Who is on call, where the config has schedules. */
  readonly mentions: Mentions | undefined;
}

/**
 * Tells of checklists: in a message that shows how each stands, and a line in its thread for each thing that
 * became of it. To be called until it is settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createChecklistTeller(
  wiring: Pick<Wiring, 'config' | 'redis' | 'clock' | 'slackLimits'>,
  parts: Parts,
): (id: string) => Promise<void> {
  const { runs } = parts;
  const poster = createChatPoster(wiring);
  const { now } = wiring.clock;
  /** When Slack is asked again, by id. */
  const again = new Map<string, number>();
  return async (id) => {
    const run = await runs.find(id);
    if (run === undefined || (again.get(id) ?? 0) > now()) return;
    again.delete(id);
    const isOver = run.closedAt !== undefined;
    try {
      if (poster !== undefined) await tell(run, { ...parts, poster, at: now() });
    } catch (error) {
      const since = run.closedAt ?? run.dueAt;
      const isHopeless = classifyFailure(error).kind === 'refused' || now() - since > TOLD_FOR;
      if (isHopeless && isOver) await runs.settle(id, run.revision);
      else again.set(id, now() + TELL_AGAIN);
      throw error;
    }
    if (isOver) await runs.settle(id, run.revision);
  };
}

interface TellParts extends Parts {
  readonly poster: ChatPoster;
  readonly at: number;
}

async function tell(run: ChecklistRun, { runs, mentions, poster, at }: TellParts): Promise<void> {
  const { id, revision, story } = run;
  let told = (await runs.told(id)) ?? (await post());
  if (told.revision < revision) {
    told = { ...told, ...(await shown(told)), revision };
    await runs.noteTold(id, told);
  }
  const { channel, ts, mention, moments: first } = told;
  for (const [index, moment] of story.slice(first).entries()) {
    const line = {
      id: `checklist ${id} ${first + index}`,
      channel,
      threadTs: ts,
      since: moment.at,
      message: async () => checklistLine(run, moment, mention),
    };
    await poster.post(line);
    await runs.noteTold(id, { ...told, moments: first + index + 1 });
  }

  /** In its message as it is now; one that somebody deleted is posted anew: without it nobody could tick. */
  async function shown({ channel, ts, mention }: ChecklistTold): Promise<Posted> {
    const card = checklistMessage(run, mention);
    if (await poster.update({ id, channel, ts, message: card })) return { channel, ts };
    const message = async () => card;
    return poster.post({ id: `checklist ${id} after ${ts}`, channel, since: run.dueAt, message });
  }

  async function post(): Promise<ChecklistTold> {
    const mentioned = (await mentions?.(run.assign, at)) ?? run.assign;
    const posted = await poster.post({
      id: `checklist ${id}`,
      channel: run.channel,
      since: run.dueAt,
      message: async () => checklistMessage(run, mentioned),
    });
    const posting = { ...posted, mention: mentioned, revision, moments: 0 };
    await runs.noteTold(id, posting);
    return posting;
  }
}
