import { spanOf } from '../../alert/span.ts';
import { table } from '../../alert/table.ts';
import {
  entryText,
  responseOf,
  type Incident,
  type IncidentsRead,
} from '../../app/incidents/read.ts';
import { printable } from '../printable.ts';

const HEAD = ['ID', 'OPENED', 'SEVERITY', 'STATUS', 'TOOK', 'TITLE'];

/** Incidents, a line each. */
export function listText({ incidents, now }: IncidentsRead): string {
  return table([HEAD, ...incidents.map((one) => rowOf(one, now))]);
}

function rowOf(incident: Incident, now: number): readonly string[] {
  const { id, openedAt, severity, status, resolvedAt, title, isDrill } = incident;
  const stands = resolvedAt === undefined ? status : 'resolved';
  const took = spanOf((resolvedAt ?? now) - openedAt);
  const name = isDrill === true ? `DRILL ${title}` : title;
  return [id, timeText(openedAt), severity, stands, took, name].map(printable);
}

/** All that is known of one. */
export function shownText(incident: Incident, { settings, now }: IncidentsRead): string {
  const { took, target, isLate } = responseOf(incident, settings, now);
  const { roles, groups, resolution } = incident;
  const response = took === undefined ? 'nobody yet' : `after ${spanOf(took)}`;
  const lines = [
    listText({ incidents: [incident], settings, now }),
    '',
    `response  ${response}, of ${spanOf(target)}${isLate ? ': too late' : ''}`,
    ...Object.entries(roles).map(([role, { name }]) => `${role}  ${name}`),
    ...groups.map(({ key, title, state }) => `alert  ${title}, ${state} (${key})`),
    ...(resolution === undefined ? [] : [`it was  ${resolution.text}`]),
    ...(resolution?.impact === undefined ? [] : [`impact  ${resolution.impact}`]),
    '',
    ...incident.entries.map((entry) => `${timeText(entry.at)}  ${entryText(entry)}`),
  ];
  return lines.map((line) => line.split('\n').map(printable).join('\n')).join('\n');
}

function timeText(at: number): string {
  return new Date(at).toISOString().replace(/\.\d+/, '');
}
