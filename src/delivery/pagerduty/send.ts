import type { IncidentState } from '../../alert/group.ts';
import type {
  PagerDutyIncident,
  PagerDutyIncidents,
} from '../../engine/ports/pagerduty-incidents.ts';
import type { Adapter, DeliveryResult, Retry, Steps } from '../adapter.ts';
import { callerOf, saidBy, type DeliveryView } from '../view.ts';
import { actionFor, incidentAfter, type PageAction } from './action.ts';
import { callNext } from './call-next.ts';
import type { EventsApi } from './events-api.ts';
import { annotate, giveBack } from './incident.ts';
import { noteFor, notesOf } from './note.ts';
import { dedupKey, renderFollowUp, renderTrigger } from './render.ts';
import type { RestApi } from './rest-api.ts';

export interface PagerDutySettings {
  readonly routingKey: string;
  /** Whether a repeat may open again what a person closed. */
  readonly repage: boolean;
  readonly events: EventsApi;
  /** Without it nothing is given back, and nobody's name is told. */
  readonly rest?: RestApi;
  /** Where it is written down of which group an incident is. */
  readonly pagerDutyIncidents: PagerDutyIncidents;
  /** Told of what did not work and holds nothing up. */
  readonly onTrouble: (group: string, why: string) => void;
}

const DETAIL = 20;
/** How long the REST API is left alone after a failure, in milliseconds: a page may be next. */
const REST_PAUSE = 10_000;

/**
 * Pages through PagerDuty: a trigger when a group fires or grows, a resolve when it is over, and between
 * the two who has it on. One thing is asked for in one delivery; the group says whether more is to come.
 */
export function createPagerDutyAdapter(settings: PagerDutySettings): Adapter {
  const { routingKey, events, rest, pagerDutyIncidents } = settings;

  async function deliver(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    const result = await act(view, steps);
    const isOpen = view.told !== undefined && view.incident !== 'resolved' && !view.isOver;
    if (result.outcome !== 'delivered' || !isOpen) return result;
    for (const [at, text] of notesOf(view)) await writeDown(view, steps, `note ${at}`, text);
    const { due } = view;
    if (rest === undefined || due?.reason !== 'escalated' || due.by === undefined) return result;
    const wait = await rest.wait(callerOf(view));
    if (wait !== undefined) return wait;
    await remember(view, { assignedAt: steps.now });
    const next = await callNext(rest, dedupKey(view), steps);
    if (next.outcome === 'retry') return soon(next);
    const { called, incident = result.incident } = next;
    return { ...result, called, ...(incident !== undefined && { incident }) };
  }

  /** Of which group an incident is; what PagerDuty is still to tell of what we did there stays our doing. */
  async function remember(
    view: DeliveryView,
    doing: Pick<PagerDutyIncident, 'assignedAt'>,
  ): Promise<void> {
    const { group, integration, episode } = view;
    const key = dedupKey(view);
    const known = await pagerDutyIncidents.find(key);
    await pagerDutyIncidents.remember(key, { ...known, group, integration, episode, ...doing });
  }

  async function act(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    const begun = `trigger ${view.episode}`;
    const end = `resolve ${view.episode}`;
    const mayBeOpen = view.told !== undefined || steps.journal[begun] !== undefined;
    // What fires by now gets a page of its own: this one may be closed, and is to be.
    const ended = steps.journal[end];
    const action =
      ended === undefined ? actionFor(view, { repage: settings.repage, mayBeOpen }) : 'resolve';
    if (action === undefined) return { outcome: 'delivered', unasked: true };
    if (action === 'unacknowledge') return unacknowledge(view, steps);
    const wait = await events.wait(callerOf(view));
    if (wait !== undefined) return wait;
    if (action === 'trigger') {
      await remember(view, {});
      if (!mayBeOpen) await steps.note(begun, { begunAt: steps.now });
      const page = await events.send(renderTrigger(view, routingKey));
      const result = saying(page, incidentAfter(action, view));
      return result.outcome === 'delivered' ? { ...result, paged: true } : result;
    }
    if (action === 'resolve' && ended === undefined) {
      await steps.note(end, { begunAt: steps.now, said: saidBy(view) });
    }
    const result = await events.send(renderFollowUp(view, routingKey, action));
    if (result.outcome !== 'delivered') return result;
    await leaveNote(view, steps, action);
    if (action === 'acknowledge') return saying(result, incidentAfter(action, view));
    return ended?.said === undefined ? result : { ...result, said: ended.said };
  }

  /** The Events API can't: where the REST API may not be used, people have to do it there. */
  async function unacknowledge(view: DeliveryView, steps: Steps): Promise<DeliveryResult> {
    if (rest === undefined) return { outcome: 'delivered', unasked: true, incident: 'open' };
    const wait = await rest.wait(callerOf(view));
    if (wait !== undefined) return wait;
    await remember(view, { assignedAt: steps.now });
    const result = await giveBack(rest, dedupKey(view));
    if (result.outcome === 'retry') return soon(result);
    if (result.outcome === 'not done') settings.onTrouble(view.group, result.why);
    else await leaveNote(view, steps, 'unacknowledge');
    return { outcome: 'delivered', incident: 'open' };
  }

  async function leaveNote(view: DeliveryView, steps: Steps, action: PageAction): Promise<void> {
    const text = noteFor(view, action);
    if (text !== undefined) await writeDown(view, steps, `note ${action} ${view.episode}`, text);
  }

  /** At most once, and tried once: a note is worth no delay. */
  async function writeDown(
    view: DeliveryView,
    steps: Steps,
    step: string,
    text: string,
  ): Promise<void> {
    if (rest === undefined || steps.journal[step] !== undefined) return;
    const isFree = (await rest.wait(callerOf(view))) === undefined;
    await steps.note(step, { begunAt: steps.now });
    const result = isFree ? await annotate(rest, dedupKey(view), text) : undefined;
    if (result?.outcome === 'done') return;
    settings.onTrouble(view.group, result?.why ?? 'too many notes at once');
  }

  return { detail: DETAIL, deliver };
}

function soon(retry: Retry): Retry {
  return { ...retry, afterMs: retry.afterMs ?? REST_PAUSE };
}

function saying(result: DeliveryResult, incident: IncidentState): DeliveryResult {
  return result.outcome === 'delivered' ? { ...result, incident } : result;
}
