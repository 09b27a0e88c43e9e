import type { ActionsBlock, Button } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import { isRunning, type Incident } from '../../engine/ports/incidents.ts';

/** Their values are the incident's id. */
export const COMMAND = 'incident:command';
export const UPDATE = 'incident:update';
export const ROLES = 'incident:roles';
export const MITIGATED = 'incident:mitigated';
export const RESOLVE = 'incident:resolve';
export const RUNBOOK = 'incident:runbook';
export const REPORT = 'incident:report';
export const REOPEN = 'incident:reopen';

/** What can be done with an incident as it stands. */
export function incidentButtons(incident: Incident): readonly ActionsBlock[] {
  const { id, roles, mitigatedAt } = incident;
  const button = (action: string, label: string): Button => ({
    type: 'button',
    action_id: action,
    value: id,
    text: plain(label, 75),
  });
  const elements = isRunning(incident)
    ? [
        ...(roles.commander === undefined
          ? [{ ...button(COMMAND, 'Take command'), style: 'primary' as const }]
          : []),
        button(UPDATE, 'Update…'),
        button(ROLES, 'Roles…'),
        ...(mitigatedAt === undefined ? [button(MITIGATED, 'Mitigated')] : []),
        button(RESOLVE, 'Resolve…'),
        button(RUNBOOK, 'Runbook'),
      ]
    : [button(REPORT, 'Report'), button(REOPEN, 'Open again')];
  return [{ type: 'actions', elements }];
}
