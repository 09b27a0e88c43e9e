import { isDeepStrictEqual } from 'node:util';
import type { WebClient } from '@slack/web-api';
import { shortHash } from '../../alert/fingerprint.ts';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import type { Posted } from '../../delivery/slack/post-unless-there.ts';
import type { Bot } from '../../asking/bot.ts';
import { createSlackClient } from '../../delivery/slack/client.ts';
import {
  isRunning,
  type Incident,
  type IncidentEntry,
  type Incidents,
  type IncidentTold,
} from '../../engine/ports/incidents.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';
import { slackIdOf } from '../../handlers/incidents/person.ts';
import { incidentCard } from '../../handlers/incidents/card.ts';
import { entryLine } from '../../handlers/incidents/entry-line.ts';
import type { IncidentSettings } from '../../runbooks/incidents/settings.ts';
import { createChatPoster, type ChatPoster } from '../chat-poster.ts';
import { createPatience } from '../patience.ts';
import type { Wiring } from '../wiring.ts';
import { noteAtGroup } from './note-at-group.ts';
import { askIn, openRoom } from './own-channel.ts';

interface Parts {
  readonly incidents: Incidents;
  readonly settings: IncidentSettings;
  readonly bot: Pick<Bot, 'ask'>;
  /** Told what Slack refuses of an incident, and why: its card where it belongs, or a channel of its own. */
  readonly onRefused: (id: string, why: string) => void;
}

/**
 * Tells of incidents: in a card that shows how each stands, and a line in its room for each thing that
 * happened. To be called until it is settled.
 *
 * @returns what throws when Slack does not take it now
 */
export function createIncidentTeller(
  wiring: Pick<Wiring, 'config' | 'redis' | 'clock' | 'slackLimits'>,
  parts: Parts,
): (incident: Incident) => Promise<void> {
  const { incidents } = parts;
  const { slack } = wiring.config;
  const client = createSlackClient(slack.bot_token, slack.api_url);
  const poster = createChatPoster(wiring);
  const { now } = wiring.clock;
  const patiently = createPatience(now);
  return (seen) => {
    let incident = seen;
    return patiently({
      id: seen.id,
      at: seen.entries.at(-1)?.at ?? seen.openedAt,
      async tell() {
        if (poster === undefined) return;
        incident = await tell(seen, { ...parts, poster, client, now: now() });
      },
      isOver: () => !isRunning(incident),
      settle: () => incidents.settle(incident.id, incident.revision),
    });
  };
}

interface TellParts extends Parts {
  readonly poster: ChatPoster;
  readonly client: WebClient;
  /** Epoch milliseconds. */
  readonly now: number;
}

/** @returns the incident that was told: it may be newer than the one that was seen */
async function tell(seen: Incident, parts: TellParts): Promise<Incident> {
  const { incidents, poster } = parts;
  const posted = (await incidents.told(seen.id)) ?? (await post(seen, parts));
  const { incident, told } = await updated(await placed(seen, posted, parts), posted, parts);
  const { id, entries, place } = incident;
  for (const [index, entry] of entries.entries()) {
    if (index < told.entries) continue;
    if (place !== undefined && !isOfItsOpening(entry, incident)) {
      await askedIn(entry, place, parts);
      const message = async () => entryLine(incident, entry);
      await poster.post({ id: `incident ${id} ${index}`, ...place, since: entry.at, message });
    }
    await noteAtGroup(incident, { entry, index, told }, parts);
    await incidents.noteTold(id, { ...told, entries: index + 1 });
  }
  return incident;
}

/** With what it was opened with its card begins; what people do in the same instant comes by a wish. */
function isOfItsOpening({ at, wish }: IncidentEntry, { openedAt }: Incident): boolean {
  return at === openedAt && wish === undefined;
}

/** Who is given a role hears of it in a channel only if they are in it. */
async function askedIn(
  entry: IncidentEntry,
  { channel, threadTs }: ChatPlace,
  { client }: Pick<TellParts, 'client'>,
): Promise<void> {
  if (entry.what !== 'assigned' || entry.to === undefined || threadTs !== undefined) return;
  await askIn([entry.to], channel, client);
}

async function post(incident: Incident, parts: TellParts): Promise<IncidentTold> {
  const { incidents } = parts;
  const { id } = incident;
  const posted = await cardPosted(incident, parts);
  // What was there already may show something older.
  const told = { ...posted, shown: '', entries: 0 };
  await incidents.noteTold(id, told);
  return told;
}

/** Where the bot may not post, whoever opened it gets the card themselves. */
async function cardPosted(
  incident: Incident,
  { settings, poster, now, onRefused }: TellParts,
): Promise<Posted> {
  const { id, channel, openedAt: since, openedBy } = incident;
  const message = async () => incidentCard(incident, settings, now);
  const card = { id: `incident ${id}`, since, message };
  try {
    return await poster.post({ ...card, channel });
  } catch (error) {
    const failure = classifyFailure(error);
    const person = slackIdOf(openedBy);
    if (failure.kind !== 'refused' || person === undefined) throw error;
    onRefused(id, `its card in ${channel}: ${failure.error}`);
    return poster.post({ ...card, channel: person });
  }
}

/** With where its people talk, which is written down: what belongs to it is told there. */
async function placed(
  seen: Incident,
  { channel, ts }: IncidentTold,
  { incidents, settings, client, poster, onRefused: refused }: TellParts,
): Promise<Incident> {
  const { id } = seen;
  if (seen.place !== undefined) return seen;
  const onRefused = (why: string): void => refused(id, `a channel of its own: ${why}`);
  const room = settings.ownChannel
    ? await openRoom(seen, { card: channel, client, post: (lone) => poster.post(lone), onRefused })
    : undefined;
  return withPlace(seen, room ?? { channel, threadTs: ts }, incidents);
}

/** Shows the card anew where it would show something else; one that somebody deleted is posted anew, with its thread. */
async function updated(
  incident: Incident,
  told: IncidentTold,
  { incidents, settings, poster, now }: TellParts,
): Promise<{ readonly incident: Incident; readonly told: IncidentTold }> {
  const { id, place, openedAt: since } = incident;
  const { channel, ts } = told;
  const card = incidentCard(incident, settings, now);
  const shown = shortHash(JSON.stringify(card));
  if (shown === told.shown) return { incident, told };
  if (await poster.update({ id, channel, ts, message: card })) {
    const next = { ...told, shown };
    await incidents.noteTold(id, next);
    return { incident, told: next };
  }
  const message = async () => card;
  const posted = await poster.post({ id: `incident ${id} after ${ts}`, channel, since, message });
  const isItsThread = place?.threadTs === ts;
  const moved = isItsThread
    ? await withPlace(incident, { channel: posted.channel, threadTs: posted.ts }, incidents)
    : incident;
  const next = { ...told, ...posted, shown };
  await incidents.noteTold(id, next);
  return { incident: moved, told: next };
}

/** Writes down where people talk of an incident, unless that was changed meanwhile. */
async function withPlace(
  seen: Incident,
  place: ChatPlace,
  incidents: Pick<Incidents, 'find' | 'change'>,
): Promise<Incident> {
  for (;;) {
    const known = (await incidents.find(seen.id)) ?? seen;
    if (!isDeepStrictEqual(known.place, seen.place)) return known;
    const next = { ...known, place, revision: known.revision + 1 };
    if (await incidents.change(next)) return next;
  }
}
