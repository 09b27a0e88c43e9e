import { priorityOf } from '../../alert/severity.ts';
import { date, personName } from '../../delivery/slack/mrkdwn.ts';
import { isRunning, type Incident } from '../../engine/ports/incidents.ts';
import type { Row } from '../list.ts';
import { headingOf } from './words.ts';

/** An incident in two lines. */
export function incidentRow(incident: Incident): Row {
  const { severity, status, openedAt, roles, groups, place, channel } = incident;
  const { commander } = roles;
  const room = place?.channel ?? channel;
  return {
    text: headingOf(incident),
    notes: [
      `*${priorityOf(severity)}* ${severity}`,
      ...(isRunning(incident) ? [status] : []),
      `since ${date(openedAt, '{date_short_pretty} at {time}')}`,
      commander === undefined ? 'nobody is commander' : `commander ${personName(commander.name)}`,
      ...(groups.length === 0
        ? []
        : [`${groups.length} ${groups.length === 1 ? 'alert' : 'alerts'}`]),
      ...(room.startsWith('#') ? [] : [`<#${room}>`]),
    ],
  };
}
