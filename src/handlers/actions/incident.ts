import type { ModalView } from '@slack/types';
import { isRunning, type Incident } from '../../engine/ports/incidents.ts';
import type { IncidentWish } from '../../runbooks/incidents/wish.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import {
  COMMAND,
  MITIGATED,
  REOPEN,
  REPORT,
  RESOLVE,
  ROLES,
  RUNBOOK,
  UPDATE,
} from '../incidents/buttons.ts';
import { doWish } from '../incidents/do-wish.ts';
import type { IncidentOrigin } from '../incidents/form-parts.ts';
import { resolveForm, rolesForm, updateForm } from '../incidents/forms.ts';
import { incidentNamed } from '../incidents/meant.ts';
import { reportAnswer } from '../incidents/report-answer.ts';
import { incidentRunbooks } from '../incidents/runbooks-answer.ts';
import { headingOf } from '../incidents/words.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';
import { loading } from '../views/loading.ts';
import { fill } from '../views/opened.ts';
import { wordAbout } from '../words.ts';

/** The buttons of an incident's card. */
export const INCIDENT_BUTTONS: readonly Action[] = [
  pressed(COMMAND, ({ asker }) => ({
    what: 'assigned',
    role: 'commander',
    to: { name: asker.name, actor: asker.actor },
    ifFree: true,
  })),
  pressed(MITIGATED, () => ({ what: 'mitigated' })),
  pressed(REOPEN, () => ({ what: 'reopened' })),
  opening(UPDATE, 'Status update', updateForm),
  opening(ROLES, 'Roles', rolesForm),
  opening(RESOLVE, 'Resolve', resolveForm),
  {
    id: REPORT,
    prepare: (handling) => ({
      role: 'viewer',
      // Only who presses sees it: who wants everybody to writes /incident report --public.
      async work(job) {
        const { incidents, request } = handling;
        const incident = await incidentNamed(request.value ?? '', incidents);
        return reportAnswer(incident, 'markdown', { ...handling, isPublic: false }, job);
      },
    }),
  },
  {
    id: RUNBOOK,
    prepare: (handling) => ({
      role: 'viewer',
      async run() {
        const { incidents, request } = handling;
        return incidentRunbooks(await incidentNamed(request.value ?? '', incidents), handling);
      },
    }),
  },
];

/** A press does something at once; what came of it is seen at the card. */
function pressed(id: string, wishOf: (handling: Handling) => IncidentWish): Action {
  return {
    id,
    prepare: (handling: Handling<ActionRequest>) => ({
      role: 'responder',
      async run(): Promise<Answer | undefined> {
        const { value = '', traceId } = handling.request;
        const came = await doWish(value, wishOf(handling), handling, traceId);
        return 'answer' in came ? came.answer : undefined;
      },
    }),
  };
}

/** A press opens a form of an incident that runs. */
function opening(
  id: string,
  title: string,
  form: (incident: Incident, origin: IncidentOrigin) => ModalView,
): Action {
  return {
    id,
    opens: () => loading(title),
    prepare: (handling: Handling<ActionRequest>) => ({
      role: 'responder',
      async run(): Promise<Answer | undefined> {
        const { incidents, request, slack } = handling;
        const { value = '', channelId: channel } = request;
        const incident = await incidentNamed(value, incidents);
        if (!isRunning(incident)) return wordAbout(`It is over: ${headingOf(incident)}`);
        const origin = { incident: incident.id, ...(channel !== undefined && { channel }) };
        await fill(form(incident, origin), request, slack);
        return undefined;
      },
    }),
  };
}
