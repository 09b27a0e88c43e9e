import { classifyFailure } from '../../delivery/slack/failure.ts';
import type { Posted } from '../../delivery/slack/post-unless-there.ts';
import type { Walk, Walks, WalkTold } from '../../engine/ports/walks.ts';
import { walkCard, type CardFacts } from '../../handlers/walk/card.ts';
import { walkLine } from '../../handlers/walk/line.ts';
import { phaseClock } from '../../runbooks/walking/phase-clock.ts';
import { currentStep, walkedRunbook } from '../../runbooks/walking/walked-runbook.ts';
import { createChatPoster, type ChatPoster } from '../chat-poster.ts';
import { createPatience } from '../patience.ts';
import type { Wiring } from '../wiring.ts';

/**
 * Shows a walk: its card as it is now, and a line in the thread for each thing that came of it. To be called until it is
 * settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createWalkTeller(
  wiring: Pick<Wiring, 'config' | 'redis' | 'clock' | 'slackLimits'>,
  walks: Pick<Walks, 'told' | 'noteTold' | 'settle'>,
  factsOf: (walk: Walk) => Promise<Omit<CardFacts, 'now'>>,
): (walk: Walk) => Promise<void> {
  const poster = createChatPoster(wiring);
  const { now } = wiring.clock;
  const patiently = createPatience(now);
  return (walk) => {
    const { id, revision, state, touchedAt } = walk;
    return patiently({
      id,
      at: touchedAt,
      async tell() {
        if (poster === undefined) return;
        await tell(walk, { ...(await factsOf(walk)), now: now() }, { walks, poster });
      },
      isOver: () => state !== 'open',
      settle: () => walks.settle(id, revision),
    });
  };
}

interface TellParts {
  readonly walks: Pick<Walks, 'told' | 'noteTold'>;
  readonly poster: ChatPoster;
}

async function tell(walk: Walk, facts: CardFacts, { walks, poster }: TellParts): Promise<void> {
  const { id, story } = walk;
  const told = await shown(walk, facts, await walks.told(id), poster);
  await walks.noteTold(id, told);
  for (const [index, moment] of story.slice(told.moments).entries()) {
    const message = walkLine(walk, moment);
    const { channel, threadTs } = told;
    const line = { id: `walk ${id} ${moment.id}`, channel, threadTs, since: moment.at };
    if (message !== undefined) await poster.post({ ...line, message: async () => message });
    await walks.noteTold(id, { ...told, moments: told.moments + index + 1 });
  }
}

/** Has the card show a walk as it is; one that somebody deleted is posted anew. */
async function shown(
  walk: Walk,
  facts: CardFacts,
  before: WalkTold | undefined,
  poster: ChatPoster,
): Promise<WalkTold> {
  const { id, place } = walk;
  const picture = pictureOf(walk, facts);
  if (before?.picture === picture) return before;
  if (before !== undefined) {
    const { channel, ts } = before;
    const isThere = await poster.update({ id, channel, ts, message: walkCard(walk, facts) });
    if (isThere) return { ...before, picture };
  }
  const posted = await post(walk, facts, before, poster);
  const { threadTs } = place;
  const isAtPlace = threadTs !== undefined && posted.channel === place.channel;
  return {
    ...posted,
    threadTs: isAtPlace ? threadTs : posted.ts,
    moments: before?.moments ?? 1,
    picture,
  };
}

/** Where the bot may not post, whoever began the walk gets it themselves. */
async function post(
  walk: Walk,
  facts: CardFacts,
  before: WalkTold | undefined,
  poster: ChatPoster,
): Promise<Posted> {
  const { place, by, at } = walk;
  const id = before === undefined ? `walk ${walk.id}` : `walk ${walk.id} after ${before.ts}`;
  const card = { id, since: at, message: async () => walkCard(walk, facts) };
  try {
    return await poster.post({ ...card, ...place });
  } catch (error) {
    const person = /^slack:(?<id>\w+)$/u.exec(by.actor)?.groups?.['id'];
    if (classifyFailure(error).kind !== 'refused' || person === undefined) throw error;
    return poster.post({ ...card, channel: person });
  }
}

/** What a card shows, for comparison: a clock that goes on is no reason to edit it, that a target is missed is. */
function pictureOf(walk: Walk, { now, isChanged, canDo, run }: CardFacts): string {
  const step = currentStep(walk, walkedRunbook(walk));
  const isOver = step !== undefined && phaseClock(walk, step.phase, now).isOver;
  return JSON.stringify([walk.revision, isOver, isChanged, canDo, run]);
}
