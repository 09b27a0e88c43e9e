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
import { createPatience } from '../patience.ts';
import type { Wiring } from '../wiring.ts';

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
  const patiently = createPatience(wiring.clock.now);
  return (run, look) => {
    const { key, revision, place } = run;
    return patiently({
      id: key,
      at: run.story.at(-1)?.at ?? run.askedAt,
      async tell() {
        if (poster === undefined || place === undefined) return;
        await tell(run, { look, place, runs, poster });
      },
      isOver: () => !isOpen(run),
      settle: () => runs.settle(key, revision),
    });
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
