import type { Incident, IncidentEntry } from '../../engine/ports/incidents.ts';
import type { TimelineLine } from './timeline.ts';

/**
 * The incident's own story. That it was answered by acknowledging an alert is left out where the alert's own
 * history says so.
 *
 * @param acknowledgers who acknowledged its alerts, as the history has it
 */
export function entryLines(
  { entries }: Pick<Incident, 'entries'>,
  acknowledgers: ReadonlySet<string>,
): readonly TimelineLine[] {
  return entries.flatMap((entry): readonly TimelineLine[] => {
    const { at, by, what } = entry;
    const text = textOf(entry);
    if (what === 'responded' && by !== undefined && acknowledgers.has(by)) return [];
    if (text === undefined) return [];
    return [{ at, source: 'incident', ...(by !== undefined && { by }), text }];
  });
}

/** In words; undefined where it is of no interest afterwards. */
function textOf(entry: IncidentEntry): string | undefined {
  switch (entry.what) {
    case 'opened':
      return `opened the incident${after(entry.text)}`;
    case 'reopened':
      return `opened it again${after(entry.text)}`;
    case 'noted':
      return `note${after(entry.text)}`;
    case 'mitigated':
      return `mitigated${after(entry.text)}`;
    case 'updated':
      return `${entry.status}: ${entry.text}`;
    case 'resolved':
      return `resolved: ${entry.text}`;
    case 'severity':
      return `it is ${entry.to}, not ${entry.from}`;
    case 'assigned':
      return `${entry.to === undefined ? 'nobody is' : `${entry.to.name} is`} ${entry.role}`;
    case 'attached':
      return `${entry.title} belongs to it`;
    case 'detached':
      return `${entry.title} does not belong to it any more`;
    case 'responded':
      return `has it on${entry.title === undefined ? '' : `: acknowledged ${entry.title}`}`;
    case 'quiet':
      return 'all its alerts are over';
    case 'follow-up':
      return `to do (${entry.number}): ${entry.text}`;
    case 'followed-up':
      return `done (${entry.number})`;
    case 'reminded':
      return undefined;
  }
}

function after(text: string | undefined): string {
  return text === undefined || text === '' ? '' : `: ${text}`;
}
