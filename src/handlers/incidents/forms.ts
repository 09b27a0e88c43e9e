import type { ModalView } from '@slack/types';
import { priorityOf, SEVERITIES, type Severity } from '../../alert/severity.ts';
import { plain } from '../../delivery/slack/message.ts';
import {
  INCIDENT_ROLES,
  INCIDENT_STATUSES,
  type Incident,
  type IncidentPerson,
} from '../../engine/ports/incidents.ts';
import { LONGEST_TITLE } from '../../runbooks/incidents/opened.ts';
import { textInput } from '../views/text-input.ts';
import { choice, incidentForm, personChoice, type IncidentOrigin } from './form-parts.ts';
import { LONGEST_TEXT } from './written.ts';

/** Their `callback_id`s. */
export const OPEN_FORM = 'incident-open';
export const UPDATE_FORM = 'incident-update';
export const ROLES_FORM = 'incident-roles';
export const RESOLVE_FORM = 'incident-resolve';

/** The inputs by their block ids; each has one action, of the same name. */
export const WHICH = 'which';
export const TITLE = 'title';
export const SEVERITY = 'severity';
export const COMMANDER = 'commander';
export const STATUS = 'status';
export const TEXT = 'text';
export const IMPACT = 'impact';

/** What is chosen in place of an incident. */
export const A_NEW_ONE = 'new';

/** So many incidents can be chosen: Slack's limit is a hundred, and the first is a new one. */
const MOST_CHOICES = 99;

/** What a form begins with. */
export interface OpenForm {
  readonly title: string;
  readonly severity: Severity;
  readonly commander: IncidentPerson;
  /** Those to which the alert may be attached instead. */
  readonly open: readonly Incident[];
}

/** An alert is to be an incident: a new one, or part of one that runs. */
export function openForm(form: OpenForm, origin: IncidentOrigin): ModalView {
  const running = form.open
    .slice(-MOST_CHOICES)
    .map(({ id, title }) => [id, `Attach to ${id} · ${title}`] as const);
  const severities = SEVERITIES.map((one) => [one, `${priorityOf(one)} ${one}`] as const);
  return incidentForm({
    id: OPEN_FORM,
    title: 'Incident',
    submit: running.length === 0 ? 'Open' : 'Open or attach',
    origin,
    blocks: [
      ...(running.length === 0
        ? []
        : [choice(WHICH, 'Which', [[A_NEW_ONE, 'A new one'], ...running], A_NEW_ONE)]),
      {
        ...textInput(TITLE, form.title, LONGEST_TITLE),
        label: plain('What goes wrong', 150),
        ...(running.length > 0 && { hint: plain('Of a new one, as all below.', 150) }),
      },
      choice(SEVERITY, 'How bad', severities, form.severity),
      personChoice(COMMANDER, 'Who leads', form.commander),
    ],
  });
}

/** How an incident stands. */
export function updateForm({ id, status }: Incident, origin: IncidentOrigin): ModalView {
  const statuses = INCIDENT_STATUSES.map((one) => [one, one] as const);
  return incidentForm({
    id: UPDATE_FORM,
    title: `Update ${id}`,
    submit: 'Update',
    origin,
    blocks: [
      choice(STATUS, 'Status', statuses, status),
      {
        ...textInput(TEXT, undefined, LONGEST_TEXT, true),
        label: plain('How it stands', 150),
        hint: plain('What is known, what is tried, what people feel of it.', 150),
      },
    ],
  });
}

/** Who does what. */
export function rolesForm({ id, roles }: Incident, origin: IncidentOrigin): ModalView {
  const known = Object.entries(roles).map(([role, { actor }]) => [role, actor]);
  return incidentForm({
    id: ROLES_FORM,
    title: `Roles in ${id}`,
    submit: 'Save',
    origin: { ...origin, roles: Object.fromEntries(known) },
    blocks: INCIDENT_ROLES.map((role) => personChoice(role, ROLE_LABELS[role], roles[role])),
  });
}

const ROLE_LABELS = {
  commander: 'Commander: leads, and decides',
  communications: 'Communications: tells others how it stands',
  scribe: 'Scribe: writes down what happens',
  operations: 'Operations: mends it',
} as const;

/** What it was. */
export function resolveForm({ id }: Incident, origin: IncidentOrigin): ModalView {
  return incidentForm({
    id: RESOLVE_FORM,
    title: `Resolve ${id}`,
    submit: 'Resolve',
    origin,
    blocks: [
      { ...textInput(TEXT, undefined, LONGEST_TEXT, true), label: plain('What was it?', 150) },
      {
        ...textInput(IMPACT, undefined, LONGEST_TEXT, true),
        optional: true,
        label: plain('Impact', 150),
        hint: plain('Who felt what, and for how long.', 150),
      },
    ],
  });
}
