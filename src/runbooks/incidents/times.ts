import { DETECTION_TARGET, REPAIR_TARGET } from '../../alert/incident-targets.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Incident } from '../../engine/ports/incidents.ts';

/** What is measured of an incident: each from when it began. */
export type TimeName = 'detection' | 'response' | 'mitigation' | 'repair';

/** How long it took until something, in milliseconds; absent where it has not come to that. */
export interface IncidentTime {
  readonly name: TimeName;
  readonly took?: number;
  readonly target?: number;
  /** Whether the target was missed; absent where there is none, or nothing to hold against it. */
  readonly isLate?: boolean;
}

/**
 * The times of an incident. It began when the first of its alerts began to fire, or when somebody opened it. It was
 * detected when somebody was first told, or opened or acknowledged it; answered when somebody had it on; mitigated
 * when people no longer felt it, as somebody said; repaired when it was resolved. Each counts from the beginning:
 * that is what people outside feel.
 */
export function timesOf(
  incident: Pick<
    Incident,
    | 'groups'
    | 'severity'
    | 'detectedAt'
    | 'openedAt'
    | 'acknowledgedAt'
    | 'mitigatedAt'
    | 'resolvedAt'
  >,
  responseTimes: Readonly<Record<Severity, number>>,
): readonly IncidentTime[] {
  const { detectedAt, openedAt, acknowledgedAt, mitigatedAt, resolvedAt, severity } = incident;
  const told = incident.groups.map(({ toldAt }) => toldAt);
  const known = [openedAt, acknowledgedAt, ...told].filter((at) => at !== undefined);
  return [
    timeOf('detection', Math.min(...known), DETECTION_TARGET),
    timeOf('response', acknowledgedAt, responseTimes[severity]),
    timeOf('mitigation', mitigatedAt),
    timeOf('repair', resolvedAt, REPAIR_TARGET),
  ];

  function timeOf(name: TimeName, at: number | undefined, target?: number): IncidentTime {
    const took = at === undefined ? undefined : Math.max(0, at - detectedAt);
    return {
      name,
      ...(took !== undefined && { took }),
      ...(target !== undefined && { target }),
      ...(took !== undefined && target !== undefined && { isLate: took > target }),
    };
  }
}
