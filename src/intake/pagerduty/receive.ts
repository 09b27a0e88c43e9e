import type { Inbox } from '../../engine/ports/inbox.ts';
import type {
  PagerDutyIncident,
  PagerDutyIncidents,
} from '../../engine/ports/pagerduty-incidents.ts';
import { decodeJsonBody } from '../body.ts';
import type { Received, Receiver } from '../received.ts';
import { Refusal } from '../refusal.ts';
import { isOurs, meaningOf } from './meaning.ts';
import { readPagerDutyMessage, type PagerDutyMessage } from './message.ts';

export interface PagerDutyDeps {
  readonly inbox: Inbox;
  readonly pagerDutyIncidents: PagerDutyIncidents;
  /**
   * The keys of all alerts that PagerDuty has put into one incident; undefined when it does not say.
   * Left out where it can't be asked.
   */
  readonly keysOf?: ((incidentId: string) => Promise<readonly string[] | undefined>) | undefined;
}

/** Takes what PagerDuty's v3 webhooks post, of a sender who is known; 200 only after it is durable. */
export function createPagerDutyReceiver(deps: PagerDutyDeps): Receiver {
  return async ({ body, traceId }) => {
    const message = readPagerDutyMessage(decodeJsonBody(body));
    if (message === undefined) throw new Refusal(400, 'not a message of a PagerDuty v3 webhook');
    const messageId = `pagerduty:${message.id}`;
    const meant = await incidentsOf(message, deps);
    await remember(message, meant, deps);
    const isEcho = meant.some((incident) => isOurs(message, incident));
    const events = meant.flatMap(
      (incident) => meaningOf(message, incident, { traceId, isEcho }) ?? [],
    );
    for (const [index, event] of events.entries()) {
      const id = index === 0 ? messageId : `${messageId}/${index}`;
      await deps.inbox.accept({ messageId: id, event });
    }
    const accepted = events.length;
    return { status: 200, reason: reasonOf(meant, accepted), messageId, json: { accepted } };
  };
}

function reasonOf(meant: readonly PagerDutyIncident[], accepted: number): Received['reason'] {
  if (accepted > 0) return 'accepted';
  return meant.length === 0 ? 'of no incident of ours' : 'it asks nothing of us';
}

/** A note says only PagerDuty's id of its incident: that is known from what came before. */
async function remember(
  { key, incidentId }: PagerDutyMessage,
  [first]: readonly PagerDutyIncident[],
  { pagerDutyIncidents }: PagerDutyDeps,
): Promise<void> {
  if (key === undefined || incidentId === undefined || first === undefined) return;
  await pagerDutyIncidents.remember(byId(incidentId), first);
}

const BY_ID = 'id ';

function byId(incidentId: string): string {
  return `${BY_ID}${incidentId}`;
}

/** What a key stands for. Others choose theirs: none may pass for what is known by its id. */
async function byKey(
  key: string,
  pagerDutyIncidents: PagerDutyIncidents,
): Promise<PagerDutyIncident | undefined> {
  return key.startsWith(BY_ID) ? undefined : pagerDutyIncidents.find(key);
}

/** What an incident stands for: several groups, where PagerDuty puts alerts together. */
async function incidentsOf(
  message: PagerDutyMessage,
  { pagerDutyIncidents, keysOf }: PagerDutyDeps,
): Promise<readonly PagerDutyIncident[]> {
  const { key, incidentId } = message;
  const first = await firstOf(message, pagerDutyIncidents);
  // Most incidents of an account are not ours: of them nothing is asked.
  if (incidentId === undefined || (key !== undefined && first === undefined)) return [];
  const keys = await keysOf?.(incidentId);
  if (first === undefined && keysOf !== undefined && keys === undefined) {
    throw new Refusal(503, 'PagerDuty does not say what the incident is of; send it again');
  }
  const others = (keys ?? []).filter((one) => one !== key);
  const found = await Promise.all(others.map((one) => byKey(one, pagerDutyIncidents)));
  const all = [first, ...found].filter((one) => one !== undefined);
  return [...new Map(all.map((one) => [JSON.stringify(one), one])).values()];
}

async function firstOf(
  { key, incidentId }: PagerDutyMessage,
  pagerDutyIncidents: PagerDutyIncidents,
): Promise<PagerDutyIncident | undefined> {
  if (key !== undefined) return byKey(key, pagerDutyIncidents);
  return incidentId === undefined ? undefined : pagerDutyIncidents.find(byId(incidentId));
}
