import type { WebClient } from '@slack/web-api';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import type { LonePost, Posted } from '../../delivery/slack/post-unless-there.ts';
import type { Incident, IncidentPerson } from '../../engine/ports/incidents.ts';
import type { ChatPlace } from '../../engine/ports/subject.ts';
import { slackIdOf } from '../../handlers/incidents/person.ts';
import { roomMessage } from '../../handlers/incidents/room-message.ts';

/** Slack's limits. @see https://docs.slack.dev/reference/methods/conversations.create/ */
const LONGEST_NAME = 80;
const LONGEST_TOPIC = 250;

/** What an incident's own channel is called: `inc-12-checkout-is-down`. */
function roomName({ id, title }: Pick<Incident, 'id' | 'title'>): string {
  const words = title
    .toLowerCase()
    .normalize('NFKD')
    .replaceAll(/[^a-z0-9]+/gu, '-');
  return `${id.toLowerCase()}-${words}`.slice(0, LONGEST_NAME).replaceAll(/^-+|-+$/gu, '');
}

/** What it takes to make one. */
interface Parts {
  /** The channel in which its card is, by its id. */
  readonly card: string;
  readonly client: WebClient;
  readonly post: (lone: LonePost) => Promise<Posted>;
  /** Told why Slack refuses it. */
  readonly onRefused: (why: string) => void;
}

/**
 * Makes an incident a channel of its own, asks those in who have it on, and says in it what it is for. One that is
 * there already, for who made it died, is taken as it is. Undefined where Slack refuses it, or has another one of
 * that name in which the bot may not post.
 *
 * @throws what the client throws, when it has to be tried again
 */
export async function openRoom(
  incident: Incident,
  { card, client, post, onRefused }: Parts,
): Promise<ChatPlace | undefined> {
  const { id, title, severity, roles, openedBy, openedAt } = incident;
  const name = roomName(incident);
  try {
    await client.conversations.create({ name });
  } catch (error) {
    const failure = classifyFailure(error);
    if (failure.kind !== 'refused') throw error;
    if (failure.error !== 'name_taken') {
      onRefused(failure.error);
      return undefined;
    }
  }
  const channel = await posted({
    id: `room ${id}`,
    channel: `#${name}`,
    since: openedAt,
    message: async () => roomMessage(incident, card),
  });
  if (channel === undefined) return undefined;
  const topic = `${id} · ${severity} · ${title}`.slice(0, LONGEST_TOPIC).toWellFormed();
  await client.conversations.setTopic({ channel, topic }).catch(() => {});
  await askIn([openedBy, ...Object.values(roles)], channel, client);
  return { channel };

  async function posted(lone: LonePost): Promise<string | undefined> {
    try {
      return (await post(lone)).channel;
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure.kind !== 'refused') throw error;
      onRefused(`${lone.channel}: ${failure.error}`);
      return undefined;
    }
  }
}

/** Asks people into a channel, as far as Slack knows them: it is a room without them, too. */
export async function askIn(
  people: readonly IncidentPerson[],
  channel: string,
  client: WebClient,
): Promise<void> {
  const users = [...new Set(people.flatMap((one) => slackIdOf(one) ?? []))].join(',');
  if (users === '') return;
  await client.conversations.invite({ channel, users, force: true }).catch(() => {});
}
