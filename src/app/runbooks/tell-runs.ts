import { classifyFailure } from '../../delivery/slack/failure.ts';
import {
  isOpen,
  type ActionRun,
  type ActionRuns,
  type RunTold,
} from '../../engine/ports/action-runs.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';
import type { Look } from '../../handlers/action-runs/look.ts';
import { momentMessage, runMessage } from '../../handlers/action-runs/run-message.ts';
import { createChatPoster, type ChatPoster } from '../chat-poster.ts';
import type { Wiring } from '../wiring.ts';

/** After Slack did not take it, it is asked again; and no more when it is so old: the audit trail has it. In milliseconds. */
const TELL_AGAIN = 60_000;
const TOLD_FOR = 6 * 60 * 60_000;

/**
 * Tells of a run where it was asked for: in a message that shows how it stands, and a line in its thread for each
 * thing that became of it. To be called until it is settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createRunTeller(
  wiring: Pick<Wiring, 'config' | 'redis' | 'clock' | 'slackLimits'>,
  runs: Pick<ActionRuns, 'told' | 'noteTold' | 'settle'>,
): (run: ActionRun, look: Look) => Promise<void> {
  const poster = createChatPoster(wiring);
  const { now } = wiring.clock;
  /** When Slack is asked again, by key. */
  const again = new Map<string, number>();
  return async (run, look) => {
    const { key, revision, place } = run;
    if ((again.get(key) ?? 0) > now()) return;
    again.delete(key);
    try {
      if (poster !== undefined && place !== undefined)
        await tell(run, { look, place, runs, poster });
    } catch (error) {
      const since = run.story.at(-1)?.at ?? run.askedAt;
      const isHopeless = classifyFailure(error).kind === 'refused' || now() - since > TOLD_FOR;
      if (isHopeless && !isOpen(run)) await runs.settle(key, revision);
      else again.set(key, now() + TELL_AGAIN);
      throw error;
    }
    if (!isOpen(run)) await runs.settle(key, revision);
  };
}

interface TellParts {
  readonly look: Look;
  readonly place: ChatPlace;
  readonly runs: Pick<ActionRuns, 'told' | 'noteTold'>;
  readonly poster: ChatPoster;
}

async function tell(run: ActionRun, { look, place, runs, poster }: TellParts): Promise<void> {
  const { key, story, preview, seenFirst } = run;
  const before = await runs.told(key);
  // Nobody is asked before it is known what it would change.
  if (before === undefined && seenFirst && preview === undefined && isOpen(run)) return;
  const told = before ?? (await post());
  const news = story.slice(told.moments);
  if (news.length === 0) return;
  const { channel, ts } = told;
  await poster.update({ id: key, channel, ts, message: runMessage(run, look) });
  const about = place.threadTs === undefined ? undefined : run.title;
  for (const [index, moment] of news.entries()) {
    const line = {
      id: `run ${key} ${told.moments + index}`,
      channel,
      threadTs: place.threadTs ?? ts,
      since: moment.at,
      message: async () => momentMessage(moment, about),
    };
    // The message shows it, and what came of it follows at once.
    if (moment.state !== 'starting') await poster.post(line);
    await runs.noteTold(key, { ...told, moments: told.moments + index + 1 });
  }

  async function post(): Promise<RunTold> {
    const message = async () => runMessage(run, look);
    const posted = await poster.post({ ...place, id: `run ${key}`, since: run.askedAt, message });
    const first = { ...posted, moments: 1 };
    await runs.noteTold(key, first);
    return first;
  }
}
