import type { ModalView } from '@slack/types';
import type { ChatRole } from '../../alert/chat-role.ts';
import { actionId, MENU, type AlertAction } from '../../delivery/slack/actions.ts';
import type { WholeGroup } from '../../engine/ports/groups.ts';
import type { Answer } from '../answer.ts';
import type { Handling, Step } from '../handling.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';
import { loading } from '../views/loading.ts';
import { groupRunbooks } from '../walk/group-runbooks.ts';
import { acknowledge, unacknowledge } from './acknowledge.ts';
import { escalate } from './escalate.ts';
import { explained } from './explain.ts';
import { fillGraphForm } from './graph.ts';
import { fillIncidentForm } from './incident-of-alert.ts';
import { linked, linkOf } from './link.ts';
import { pressIn, withGroup } from './pressed.ts';
import { resolve } from './resolve.ts';
import { fillSilenceForm } from './silence.ts';

type Work = (whole: WholeGroup, handling: Handling<ActionRequest>) => Promise<Answer | undefined>;

/** What changes a group, by what was pressed. */
const DEEDS: Readonly<Partial<Record<AlertAction, Work>>> = {
  acknowledge,
  unacknowledge,
  resolve,
  escalate,
};

const GRAPH: AlertAction = 'graph';
const INCIDENT: AlertAction = 'incident';
const RESPONDER: ChatRole = 'responder';

/** The buttons of an alert message, and its menu. */
export const ALERT_BUTTONS: readonly Action[] = [
  { id: actionId('acknowledge'), prepare },
  { id: actionId('unacknowledge'), prepare },
  { id: actionId('silence'), opens: () => loading('Silence alerts'), prepare },
  { id: actionId('runbook'), prepare },
  { id: MENU, opens: ({ value }) => opened(value), prepare },
];

/** What a choice of the menu opens at once. */
function opened(value: string | undefined): ModalView | undefined {
  if (value === GRAPH) return loading('Graph');
  return value === INCIDENT ? loading('Incident') : undefined;
}

function prepare(handling: Handling<ActionRequest>): Step {
  const press = pressIn(handling.request);
  if (press.action === 'explain') {
    const { request, slack } = handling;
    const linkHere = () => linkOf(request, slack).catch(() => undefined);
    return {
      role: 'viewer',
      run: async () => explained(press.group, handling, await linkHere()),
    };
  }
  if (press.action === 'link') {
    return { role: 'viewer', run: () => linked(press.group, handling) };
  }
  if (press.action === 'runbook') {
    const show = (whole: WholeGroup) => groupRunbooks(whole, handling);
    return { role: 'viewer', run: () => withGroup(press, handling, show) };
  }
  if (press.action === GRAPH) {
    const fill = (whole: WholeGroup) => fillGraphForm(whole, handling);
    return { role: 'viewer', run: () => withGroup(press, handling, fill) };
  }
  if (press.action === INCIDENT) {
    const fill = (whole: WholeGroup) => fillIncidentForm(whole, handling);
    return { role: RESPONDER, run: () => withGroup(press, handling, fill) };
  }
  if (press.action === 'silence') {
    const fill = (whole: WholeGroup) => fillSilenceForm(whole, press, handling);
    return { role: RESPONDER, run: () => withGroup(press, handling, fill) };
  }
  const work = DEEDS[press.action];
  return {
    role: RESPONDER,
    run: async () => work && withGroup(press, handling, (whole) => work(whole, handling)),
    showsAtHome: true,
  };
}
