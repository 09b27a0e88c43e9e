import type { KnownBlock } from '@slack/types';
import { priorityOf } from '../../alert/severity.ts';
import { spanOf } from '../../alert/span.ts';
import { plain, type SlackMessage } from '../../delivery/slack/message.ts';
import { date, escape, escapedWithin, time } from '../../delivery/slack/mrkdwn.ts';
import { smallPrint, type Piece } from '../../delivery/slack/small-print.ts';
import {
  INCIDENT_ROLES,
  isRunning,
  type Incident,
  type IncidentGroup,
} from '../../engine/ports/incidents.ts';
import { isQuiet } from '../../runbooks/incidents/groups-seen.ts';
import { isUpdateLate, responseOf } from '../../runbooks/incidents/response.ts';
import type { IncidentSettings } from '../../runbooks/incidents/settings.ts';
import { incidentButtons } from './buttons.ts';
import { headingOf } from './words.ts';

const LONGEST_HEADING = 250;
const LONGEST_LINE = 500;
const MOST_GROUPS = 8;

/**
 * An incident as it stands: how bad, since when, against which targets, who does what, which alerts belong to it.
 * It changes only when one of these does, or when a target passes.
 *
 * @param now epoch milliseconds
 */
export function incidentCard(
  incident: Incident,
  settings: IncidentSettings,
  now: number,
): SlackMessage {
  const heading = headingOf(incident);
  const lines = linesOf(incident);
  const section = (text: string): KnownBlock => ({
    type: 'section',
    text: plain(text, LONGEST_LINE),
  });
  const groups = incident.groups.slice(0, MOST_GROUPS);
  const more = incident.groups.length - groups.length;
  return {
    text: escapedWithin([heading, ...lines].join('\n'), 2_000),
    blocks: [
      { type: 'section', text: plain(heading, LONGEST_HEADING) },
      smallPrint(standing(incident, settings, now)),
      ...lines.map(section),
      ...(groups.length === 0 ? [] : groups.map((group) => smallPrint(groupPieces(group)))),
      ...(more > 0 ? [smallPrint([{ own: `+${more} more` }])] : []),
      smallPrint(roles(incident)),
      ...incidentButtons(incident),
    ],
  };
}

/** What people wrote last: how it stands, or what it was. */
function linesOf({ resolution, entries, groups, resolvedAt }: Incident): readonly string[] {
  if (resolution !== undefined) {
    const { text, impact } = resolution;
    return [text, ...(impact === undefined ? [] : [`Impact: ${impact}`])];
  }
  const last = entries.findLast((one) => one.what === 'updated');
  const quiet = resolvedAt === undefined && isQuiet(groups);
  return [
    ...(last === undefined ? [] : [`${last.by ?? 'Tocsin'}: ${last.text}`]),
    ...(quiet ? ['🟢 All its alerts are over: resolve it, if nobody feels it any more.'] : []),
  ];
}

function standing(incident: Incident, settings: IncidentSettings, now: number): readonly Piece[] {
  const { severity, status, openedAt, mitigatedAt, resolvedAt, place } = incident;
  const room = place?.threadTs === undefined ? place : undefined;
  const seen = resolvedAt ?? openedAt;
  return [
    { own: `*${priorityOf(severity)}* ${severity}` },
    ...(isRunning(incident) ? [{ own: status }] : []),
    { own: `since ${date(openedAt, '{date_short_pretty} at {time}')}` },
    ...responsePieces(incident, settings, now),
    ...(mitigatedAt === undefined || !isRunning(incident)
      ? []
      : [{ own: `mitigated at ${time(mitigatedAt, openedAt)}` }]),
    ...(resolvedAt === undefined ? [] : [{ own: `resolved at ${time(resolvedAt, openedAt)}` }]),
    ...updatePieces(incident, seen, now),
    ...(room === undefined ? [] : [{ own: `<#${room.channel}>` }]),
  ];
}

/** The target is shown while it runs, and what came of it ever after. */
function responsePieces(
  incident: Incident,
  settings: IncidentSettings,
  now: number,
): readonly Piece[] {
  const { target, due, took, isLate } = responseOf(incident, settings, now);
  if (took !== undefined) {
    const icon = isLate ? '⚠️ ' : '';
    return [{ own: `${icon}responded after ${spanOf(took)} of ${spanOf(target)}` }];
  }
  if (!isRunning(incident)) return [];
  const at = time(due, incident.openedAt);
  return [{ own: isLate ? `⚠️ overdue: nobody responded by ${at}` : `respond by ${at}` }];
}

function updatePieces(incident: Incident, seen: number, now: number): readonly Piece[] {
  const { updateBy } = incident;
  if (updateBy === undefined) return [];
  const at = time(updateBy, seen);
  return [
    { own: isUpdateLate(incident, now) ? `⚠️ update was due at ${at}` : `next update by ${at}` },
  ];
}

function groupPieces({ title, state, acknowledged, link }: IncidentGroup): readonly Piece[] {
  const icon = state === 'resolved' ? '🟢' : state === 'acknowledged' ? '👀' : '🔥';
  return [
    { lead: `${icon} `, text: title },
    ...(state === 'acknowledged' && acknowledged !== undefined
      ? [{ lead: 'acknowledged by ', text: acknowledged.by }]
      : [{ own: state }]),
    ...(link === undefined ? [] : [{ own: `<${escape(link)}|message>` }]),
  ];
}

function roles(incident: Incident): readonly Piece[] {
  const { roles: taken, openedBy } = incident;
  const filled = INCIDENT_ROLES.flatMap((role) => {
    const person = taken[role];
    return person === undefined ? [] : [{ lead: `${role} `, text: person.name }];
  });
  return [
    ...(taken.commander === undefined && isRunning(incident)
      ? [{ own: '⚠️ nobody is commander' }]
      : []),
    ...filled,
    { lead: 'opened by ', text: openedBy.name },
  ];
}
