import { shortHash } from '../../alert/fingerprint.ts';
import type { Bot } from '../../asking/bot.ts';
import { createSlackClient } from '../../delivery/slack/client.ts';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import { createLookup } from '../../delivery/slack/lookup.ts';
import { postUnlessThere } from '../../delivery/slack/post-unless-there.ts';
import { SLACK_LIMITS } from '../../delivery/slack/slack-limits.ts';
import { updatePosted } from '../../delivery/slack/update-posted.ts';
import {
  isRunning,
  type Incident,
  type Incidents,
  type IncidentTold,
} from '../../engine/ports/incidents.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';
import { incidentCard } from '../../handlers/incidents/card.ts';
import { entryLine } from '../../handlers/incidents/entry-line.ts';
import type { IncidentSettings } from '../../runbooks/incidents/settings.ts';
import { createRedisChannelIds } from '../../store/redis/channel-ids.ts';
import { createRedisRateLimiter } from '../../store/redis/rate-limiter.ts';
import { KEYS, type Wiring } from '../wiring.ts';
import { noteAtGroup } from './note-at-group.ts';
import { openRoom } from './own-channel.ts';

/** After Slack did not take it, it is asked again; and no more when it is so old. In milliseconds. */
const TELL_AGAIN = 60_000;
const TOLD_FOR = 6 * 60 * 60_000;

interface Parts {
  readonly incidents: Incidents;
  readonly settings: IncidentSettings;
  readonly bot: Pick<Bot, 'ask'>;
  /** Told that an incident gets no channel of its own, and why: its room is the thread of its card. */
  readonly onNoRoom: (id: string, why: string) => void;
}

/**
 * Tells of incidents: in a card that shows how each stands, and a line in its room for each thing that
 * happened. To be called until it is settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createIncidentTeller(
  {
    config,
    redis,
    clock,
    slackLimits: limits = SLACK_LIMITS,
  }: Pick<Wiring, 'config' | 'redis' | 'clock' | 'slackLimits'>,
  { incidents, settings, bot, onNoRoom }: Parts,
): (incident: Incident) => Promise<void> {
  const { bot_token: token, api_url: apiUrl } = config.slack;
  const limiter = createRedisRateLimiter(redis, KEYS);
  const client = createSlackClient(token, apiUrl);
  const channelIds = createRedisChannelIds(redis, KEYS);
  const tools = { client, limiter, lookup: createLookup(client, { limiter, channelIds }, limits) };
  const post = (lone: Parameters<typeof postUnlessThere>[1]) =>
    postUnlessThere(tools, lone, limits);
  /** When Slack is asked again, by id. */
  const again = new Map<string, number>();

  async function posted(incident: Incident): Promise<IncidentTold> {
    const { id, channel, openedAt: since } = incident;
    const card = incidentCard(incident, settings, clock.now());
    const found = await post({ id: `incident ${id}`, channel, since, message: async () => card });
    // What was there already may show something older.
    const told = { ...found, shown: '', entries: 0 };
    await incidents.noteTold(id, told);
    return told;
  }

  /** Where its people talk: known from then on, also to who has it elsewhere. */
  async function placed(incident: Incident, { channel, ts }: IncidentTold): Promise<Incident> {
    if (incident.place !== undefined) return incident;
    const room = settings.ownChannel
      ? await openRoom(incident, { client, post, onRefused: (why) => onNoRoom(incident.id, why) })
      : undefined;
    const place: ChatPlace = room ?? { channel, threadTs: ts };
    const next = { ...incident, place, revision: incident.revision + 1 };
    if (await incidents.change(next)) return next;
    throw new Error(`${incident.id} was changed meanwhile: it is told again`);
  }

  async function updated(incident: Incident, told: IncidentTold): Promise<IncidentTold> {
    const { id } = incident;
    const { channel, ts } = told;
    const message = incidentCard(incident, settings, clock.now());
    const shown = shortHash(JSON.stringify(message));
    if (shown === told.shown) return told;
    await updatePosted(tools, { id, channel, ts, message }, limits);
    const next = { ...told, shown };
    await incidents.noteTold(id, next);
    return next;
  }

  async function tell(seen: Incident): Promise<void> {
    const before = (await incidents.told(seen.id)) ?? (await posted(seen));
    const incident = await placed(seen, before);
    const told = await updated(incident, before);
    const { id, entries, place, openedAt } = incident;
    for (const [index, entry] of entries.entries()) {
      if (index < told.entries) continue;
      // With what it was opened with the card begins.
      if (place !== undefined && entry.at > openedAt) {
        const message = async () => entryLine(incident, entry);
        await post({ id: `incident ${id} ${index}`, ...place, since: entry.at, message });
      }
      await noteAtGroup(incident, { entry, index, told }, { bot, client });
      await incidents.noteTold(id, { ...told, entries: index + 1 });
    }
  }

  return async (incident) => {
    const { id, revision } = incident;
    if ((again.get(id) ?? 0) > clock.now()) return;
    again.delete(id);
    try {
      if (token !== '') await tell(incident);
    } catch (error) {
      const since = incident.entries.at(-1)?.at ?? incident.openedAt;
      const isHopeless =
        classifyFailure(error).kind === 'refused' || clock.now() - since > TOLD_FOR;
      if (isHopeless && !isRunning(incident)) await incidents.settle(id, revision);
      else again.set(id, clock.now() + TELL_AGAIN);
      throw error;
    }
    if (!isRunning(incident)) await incidents.settle(id, revision);
  };
}
