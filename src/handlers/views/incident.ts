import { parseSeverity } from '../../alert/severity.ts';
import { Mistake } from '../../config/mistake.ts';
import { INCIDENT_ROLES, INCIDENT_STATUSES } from '../../engine/ports/incidents.ts';
import type { IncidentWish } from '../../runbooks/incidents/wish.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import { doWish } from '../incidents/do-wish.ts';
import { chosenAt, originIn, personAt, writtenAt } from '../incidents/form-parts.ts';
import {
  A_NEW_ONE,
  COMMANDER,
  IMPACT,
  OPEN_FORM,
  RESOLVE_FORM,
  ROLES_FORM,
  SEVERITY,
  STATUS,
  TEXT,
  TITLE,
  UPDATE_FORM,
  WHICH,
} from '../incidents/forms.ts';
import { incidentNamed } from '../incidents/meant.ts';
import { openedAnswer } from '../incidents/opened-answer.ts';
import { personWith } from '../incidents/people-meant.ts';
import { seenGroup } from '../incidents/seen-group.ts';
import { headingOf } from '../incidents/words.ts';
import { messageLink } from '../message-link.ts';
import type { View } from '../registry.ts';
import type { ViewRequest } from '../request.ts';
import { wordAbout } from '../words.ts';

type Viewed = Handling<ViewRequest>;

/** The forms of incidents. */
export const INCIDENT_VIEWS: readonly View[] = [
  submitted(OPEN_FORM, TITLE, 'Say what goes wrong.', openedOrAttached),
  submitted(UPDATE_FORM, TEXT, 'Say how it stands.', (handling) => changed(handling, updateIn)),
  submitted(ROLES_FORM, undefined, '', assigned),
  submitted(RESOLVE_FORM, TEXT, 'Say what it was.', (handling) => changed(handling, resolutionIn)),
];

function submitted(
  id: string,
  needed: string | undefined,
  missing: string,
  run: (handling: Viewed) => Promise<Answer | undefined>,
): View {
  return {
    id,
    check: (values) =>
      needed === undefined || writtenAt(values, needed) !== undefined ? {} : { [needed]: missing },
    channelOf: ({ view }) => originIn(view).channel,
    prepare: (handling) => ({ role: 'responder', run: () => run(handling), showsAtHome: true }),
  };
}

async function openedOrAttached(handling: Viewed): Promise<Answer> {
  const { incidents, bot, asker, slack, request } = handling;
  const { values } = request.view;
  const { group: key, channel } = originIn(request.view);
  const whole = key === undefined ? undefined : await bot.group(key);
  if (channel === undefined || whole === undefined) {
    throw new Mistake('the alert is forgotten by now', 'write /incident open, and what goes wrong');
  }
  const group = seenGroup(whole, bot.now(), await messageLink(whole.group, slack));
  const which = chosenAt(values, WHICH) ?? A_NEW_ONE;
  if (which !== A_NEW_ONE) {
    const came = await doWish(which, { what: 'attached', group }, handling, request.view.id);
    if ('answer' in came) return came.answer;
    return wordAbout(`Attached to ${headingOf(came.incident)}`);
  }
  const commander = personAt(values, COMMANDER);
  const opening = {
    title: writtenAt(values, TITLE) ?? group.title,
    severity: parseSeverity(chosenAt(values, SEVERITY) ?? '') ?? 'error',
    channel,
    group,
    ...(commander !== undefined && { commander: await personWith(commander, handling) }),
  };
  const by = { name: asker.name, actor: asker.actor };
  const incident = await incidents.begin(opening, by, request.view.id);
  const isWanted = incident.title === opening.title && incident.openedBy.actor === by.actor;
  return isWanted
    ? openedAnswer(incident)
    : wordAbout(`${group.title} belongs to ${headingOf(incident)} already.`);
}

async function changed(
  handling: Viewed,
  wishOf: (view: ViewRequest['view']) => IncidentWish,
): Promise<Answer | undefined> {
  const { view } = handling.request;
  const came = await doWish(originIn(view).incident ?? '', wishOf(view), handling, view.id);
  return 'answer' in came ? came.answer : undefined;
}

function updateIn({ values }: ViewRequest['view']): IncidentWish {
  const status = INCIDENT_STATUSES.find((one) => one === chosenAt(values, STATUS));
  return {
    what: 'updated',
    status: status ?? 'investigating',
    text: writtenAt(values, TEXT) ?? '',
  };
}

function resolutionIn({ values }: ViewRequest['view']): IncidentWish {
  const impact = writtenAt(values, IMPACT);
  const text = writtenAt(values, TEXT) ?? '';
  return { what: 'resolved', text, ...(impact !== undefined && { impact }) };
}

/** Each role that is somebody else's in the form than when it was opened: what others changed meanwhile stays. */
async function assigned(handling: Viewed): Promise<Answer | undefined> {
  const { view } = handling.request;
  const { incident = '', roles: before = {} } = originIn(view);
  const { id, roles } = await incidentNamed(incident, handling.incidents);
  for (const role of INCIDENT_ROLES) {
    const chosen = personAt(view.values, role);
    const to = chosen === undefined ? undefined : await personWith(chosen, handling);
    if (to?.actor === before[role] || to?.actor === roles[role]?.actor) continue;
    const wish = { what: 'assigned', role, ...(to !== undefined && { to }) } as const;
    const came = await doWish(id, wish, handling, `${view.id}/${role}`);
    if ('answer' in came) return came.answer;
  }
  return undefined;
}
