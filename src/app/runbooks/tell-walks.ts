import { createSlackClient } from '../../delivery/slack/client.ts';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import { createLookup } from '../../delivery/slack/lookup.ts';
import { postUnlessThere, type Posted } from '../../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS } from '../../delivery/slack/slack-limits.ts';
import { updateInTurn } from '../../delivery/slack/update-in-turn.ts';
import type { Walk, Walks, WalkTold } from '../../engine/ports/walks.ts';
import { walkCard, type CardFacts } from '../../handlers/walk/card.ts';
import { walkLine } from '../../handlers/walk/line.ts';
import { phaseClock } from '../../runbooks/walking/phase-clock.ts';
import { currentStep, walkedRunbook } from '../../runbooks/walking/walked-runbook.ts';
import { createRedisChannelIds } from '../../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { KEYS, type Wiring } from '../wiring.ts';

/** After Slack did not take it, it is asked again; and no more of what is over for so long. In milliseconds. */
const TELL_AGAIN = 10_000;
const TOLD_FOR = 6 * 60 * 60_000;

/**
 * Shows a walk: its card as it is now, and a line in the thread for each thing that came of it. To be called until it is
 * settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createWalkTeller(
  {
    config,
    redis,
    clock,
    slackLimits: limits = SLACK_LIMITS,
  }: Pick<Wiring, 'config' | 'redis' | 'clock' | 'slackLimits'>,
  walks: Pick<Walks, 'told' | 'noteTold' | 'settle'>,
  factsOf: (walk: Walk) => Promise<Omit<CardFacts, 'now'>>,
): (walk: Walk) => Promise<void> {
  const { bot_token: token, api_url: apiUrl } = config.slack;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const client = createSlackClient(token, apiUrl);
  const channelIds = createRedisChannelIds(redis, KEYS);
  const tools = { client, limiter, lookup: createLookup(client, { limiter, channelIds }, limits) };
  /** When Slack is asked again, by walk. */
  const again = new Map<string, number>();

  /** Where the bot may not post, whoever began it gets it themselves. */
  async function post(walk: Walk, facts: CardFacts, before?: WalkTold): Promise<Posted> {
    const { id, place, by, at } = walk;
    const name = before === undefined ? `walk ${id}` : `walk ${id} after ${before.ts}`;
    const lone = { id: name, since: at, message: async () => walkCard(walk, facts) };
    try {
      return await postUnlessThere(tools, { ...lone, ...place }, limits);
    } catch (error) {
      const person = /^slack:(?<id>\w+)$/u.exec(by.actor)?.groups?.['id'];
      if (classifyFailure(error).kind !== 'refused' || person === undefined) throw error;
      return postUnlessThere(tools, { ...lone, channel: person }, limits);
    }
  }

  async function shown(walk: Walk, facts: CardFacts, picture: string): Promise<WalkTold> {
    const { id, place } = walk;
    const before = await walks.told(id);
    if (before?.picture === picture) return before;
    if (before !== undefined) {
      const isThere = await updateInTurn(tools, { ...before, id }, walkCard(walk, facts), limits);
      if (isThere) return { ...before, picture };
    }
    const posted = await post(walk, facts, before);
    const isAtPlace = place.threadTs !== undefined && posted.channel === place.channel;
    const threadTs = isAtPlace ? place.threadTs : posted.ts;
    return { ...posted, threadTs, moments: before?.moments ?? 1, picture };
  }

  async function tell(walk: Walk): Promise<void> {
    const { id, story } = walk;
    const facts = { ...(await factsOf(walk)), now: clock.now() };
    const told = await shown(walk, facts, pictureOf(walk, facts));
    await walks.noteTold(id, told);
    for (const [index, moment] of story.slice(told.moments).entries()) {
      const message = walkLine(walk, moment);
      const { channel, threadTs } = told;
      const line = { id: `walk ${id} ${moment.id}`, channel, threadTs, since: moment.at };
      if (message !== undefined) {
        await postUnlessThere(tools, { ...line, message: async () => message }, limits);
      }
      await walks.noteTold(id, { ...told, moments: told.moments + index + 1 });
    }
  }

  return async (walk) => {
    const { id, revision, state, touchedAt } = walk;
    if ((again.get(id) ?? 0) > clock.now()) return;
    again.delete(id);
    try {
      if (token !== '') await tell(walk);
    } catch (error) {
      const isHopeless =
        classifyFailure(error).kind === 'refused' || clock.now() - touchedAt > TOLD_FOR;
      if (isHopeless && state !== 'open') await walks.settle(id, revision);
      else again.set(id, clock.now() + TELL_AGAIN);
      throw error;
    }
    if (state !== 'open') await walks.settle(id, revision);
  };
}

/** What a card shows, for comparison: a clock that goes on is no reason to edit it, that a target is missed is. */
function pictureOf(walk: Walk, { now, isChanged, canDo, run }: CardFacts): string {
  const step = currentStep(walk, walkedRunbook(walk));
  const isOver = step !== undefined && phaseClock(walk, step.phase, now).isOver;
  return JSON.stringify([walk.revision, isOver, isChanged, canDo, run]);
}
