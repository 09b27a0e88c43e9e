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
import { createPatience } from '../patience.ts';
import type { Wiring } from '../wiring.ts';

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
  const patiently = createPatience(now);
  return async (id) => {
    const run = await runs.find(id);
    if (run === undefined) return;
    const { closedAt, dueAt, revision } = run;
    await patiently({
      id,
      at: closedAt ?? dueAt,
      async tell() {
        if (poster !== undefined) await tell(run, { ...parts, poster, at: now() });
      },
      isOver: () => closedAt !== undefined,
      settle: () => runs.settle(id, revision),
    });
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
