import type { Severity } from '../../alert/severity.ts';
import { spanOf } from '../../alert/span.ts';
import type { FollowUp } from '../../runbooks/incidents/follow-ups.ts';
import type { Incident, IncidentEntry } from '../../engine/ports/incidents.ts';

const ICONS: Readonly<Record<Severity, string>> = {
  critical: '🔴',
  error: '🟠',
  warning: '🟡',
  info: '🔵',
};

/** What an incident is called, with how bad it is: its title is what somebody wrote. */
export function headingOf(incident: Incident): string {
  const { id, title, severity, resolvedAt, openedAt, isDrill } = incident;
  const drill = isDrill === true ? 'DRILL · ' : '';
  if (resolvedAt === undefined) return `${ICONS[severity]} ${drill}${id} · ${title}`;
  return `🟢 ${drill}${id} · ${title} · resolved after ${spanOf(resolvedAt - openedAt)}`;
}

/** A line of an incident's story: names, and what people wrote, are among it. */
export function entryText(entry: IncidentEntry): string {
  const { by = 'Tocsin' } = entry;
  switch (entry.what) {
    case 'opened':
      return `🚨 Opened by ${by}`;
    case 'reopened':
      return `🚨 Opened again by ${by}${colon(entry.text)}`;
    case 'noted':
      return `📝 ${by}${colon(entry.text)}`;
    case 'mitigated':
      return `🩹 Mitigated, says ${by}${colon(entry.text)}`;
    case 'updated':
      return `📣 ${by}, ${entry.status}: ${entry.text}`;
    case 'resolved':
      return `🟢 Resolved by ${by}: ${entry.text}${impactText(entry.impact)}`;
    case 'severity':
      return `${ICONS[entry.to]} ${by} says it is ${entry.to}, not ${entry.from}`;
    case 'assigned':
      return assignedText(entry.role, entry.to?.name, by);
    case 'attached':
      return `🔗 ${by} attached ${entry.title}`;
    case 'detached':
      return `✂️ ${by} detached ${entry.title}`;
    case 'responded':
      return `👀 ${by} has it on${entry.title === undefined ? '' : `: acknowledged ${entry.title}`}`;
    case 'quiet':
      return '🟢 All its alerts are over: resolve it, if nobody feels it any more.';
    case 'follow-up':
      return `☑️ To do, says ${by}: ${followUpText(entry)}`;
    case 'followed-up':
      return `✅ ${by} has done what was to do (${entry.number})`;
    case 'reminded':
      return entry.of === 'update'
        ? '⏰ A status update is due: how does it stand?'
        : '⏰ Nobody is commander.';
  }
}

function assignedText(role: string, to: string | undefined, by: string): string {
  if (to === undefined) return `🧑‍✈️ Nobody is ${role} any more, says ${by}`;
  return to === by ? `🧑‍✈️ ${by} is ${role}` : `🧑‍✈️ ${by} made ${to} ${role}`;
}

/** `(2) Write the runbook · Bo Li · until 2026-12-01` */
export function followUpText({ number, text, owner, due }: Omit<FollowUp, 'done'>): string {
  const who = owner === undefined ? '' : ` · ${owner.name}`;
  return `(${number}) ${text}${who}${due === undefined ? '' : ` · until ${due}`}`;
}

function impactText(impact: string | undefined): string {
  return impact === undefined ? '' : `\nImpact: ${impact}`;
}

function colon(text: string | undefined): string {
  return text === undefined ? '' : `: ${text}`;
}
