import type { Severity } from '../../alert/severity.ts';
import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { PastMoment } from '../../engine/ports/history.ts';
import type { Incident, IncidentGroup } from '../../engine/ports/incidents.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import { alertLines } from './alert-lines.ts';
import { deploymentLines, type DeploymentNear } from './deployment-lines.ts';
import { entryLines } from './entry-lines.ts';
import { followUpsOf, type FollowUp } from './follow-ups.ts';
import { runLines } from './run-lines.ts';
import { timelineOf, type Timeline, type TimelineLine } from './timeline.ts';
import { timesOf, type IncidentTime } from './times.ts';
import { triedActions, triedWalks, type TriedAction, type TriedWalk } from './tried.ts';
import { walkLines } from './walk-lines.ts';

/** Everything that is kept of an incident. */
export interface IncidentRecord {
  readonly incident: Incident;
  /** Of the time of the incident, the oldest first; those of other groups among them. */
  readonly moments: readonly PastMoment[];
  readonly walks: readonly Walk[];
  readonly runs: readonly ActionRun[];
  readonly deployments: readonly DeploymentNear[];
}

/** What is written down after an incident. All times are epoch milliseconds. */
export interface IncidentReport {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly isDrill: boolean;
  readonly beganAt: number;
  readonly openedAt: number;
  readonly openedBy: string;
  /** Absent while it runs. */
  readonly resolvedAt?: number;
  /** What it was, and what people felt of it, as whoever resolved it wrote. */
  readonly resolution?: string;
  readonly impact?: string;
  readonly times: readonly IncidentTime[];
  readonly roles: readonly { readonly role: string; readonly name: string }[];
  readonly alerts: readonly IncidentGroup[];
  readonly walks: readonly TriedWalk[];
  readonly actions: readonly TriedAction[];
  /** What may have had a part in it: what was deployed before it, and what was told of data and models. */
  readonly contributing: readonly TimelineLine[];
  readonly followUps: readonly FollowUp[];
  readonly timeline: Timeline;
}

/** The report of an incident: the same whenever it is made of the same record. */
export function incidentReport(
  record: IncidentRecord,
  responseTimes: Readonly<Record<Severity, number>>,
): IncidentReport {
  const { incident, moments, walks, runs, deployments } = record;
  const { id, title, severity, isDrill, openedAt, openedBy, resolvedAt, resolution } = incident;
  const keys = new Set(incident.groups.map(({ key }) => key));
  const own = moments.filter(({ group }) => keys.has(group));
  const alerts = alertLines(incident, moments);
  const deployed = deploymentLines(deployments);
  const beganAt = incident.detectedAt;
  return {
    id,
    title,
    severity,
    isDrill: isDrill === true,
    beganAt,
    openedAt,
    openedBy: openedBy.name,
    ...(resolvedAt !== undefined && { resolvedAt }),
    ...(resolution !== undefined && { resolution: resolution.text }),
    ...(resolution?.impact !== undefined && { impact: resolution.impact }),
    times: timesOf(incident, responseTimes),
    roles: Object.entries(incident.roles).map(([role, { name }]) => ({ role, name })),
    alerts: incident.groups,
    walks: triedWalks(walks),
    actions: triedActions(runs),
    contributing: timelineOf(
      deployed.filter(({ at }) => at <= beganAt),
      alerts.filter(({ source }) => source === 'model'),
    ).lines,
    followUps: followUpsOf(incident),
    timeline: timelineOf(
      deployed,
      alerts,
      entryLines(incident, acknowledgersIn(own)),
      walkLines(walks),
      runLines(runs),
    ),
  };
}

function acknowledgersIn(moments: readonly PastMoment[]): ReadonlySet<string> {
  return new Set(
    moments.flatMap((one) => (one.what === 'acknowledged' && one.by !== undefined ? [one.by] : [])),
  );
}
