import { SEVERITIES, type Severity } from '../alert/severity.ts';

/** How long an incident took; a span that it has not come to is absent. Drills are none. In milliseconds. */
export interface IncidentSpans {
  readonly severity: Severity;
  /** Epoch milliseconds. */
  readonly openedAt: number;
  readonly detection?: number;
  readonly response?: number;
  readonly repair?: number;
}

/** How many there were, and the means of those that have come to it. */
export interface IncidentMeans {
  readonly incidents: number;
  readonly detection?: number;
  readonly response?: number;
  readonly repair?: number;
}

/** Incidents over time. */
export interface IncidentFigures extends IncidentMeans {
  /** The worst first; those that there were. */
  readonly severities: readonly (IncidentMeans & { readonly severity: Severity })[];
  /** As many stretches of the same length before this one as were asked for, the newest first. */
  readonly before: readonly (IncidentMeans & { readonly from: number })[];
}

/** So many stretches before are told of. */
export const STRETCHES_BEFORE = 4;

/**
 * Mean times to detect, to acknowledge and to repair of the incidents that were opened in a stretch of time, and in
 * those before it. Undefined where there were none in all of them.
 */
export function incidentFigures(
  all: readonly IncidentSpans[],
  { from, until }: { readonly from: number; readonly until: number },
): IncidentFigures | undefined {
  if (all.length === 0) return undefined;
  const length = until - from;
  const within = (since: number) =>
    all.filter(({ openedAt }) => openedAt >= since && openedAt < since + length);
  const now = within(from);
  return {
    ...meansOf(now),
    severities: SEVERITIES.flatMap((severity) => {
      const some = now.filter((one) => one.severity === severity);
      return some.length === 0 ? [] : [{ severity, ...meansOf(some) }];
    }),
    before: Array.from({ length: STRETCHES_BEFORE }, (_, index) => {
      const since = from - (index + 1) * length;
      return { from: since, ...meansOf(within(since)) };
    }),
  };
}

function meansOf(some: readonly IncidentSpans[]): IncidentMeans {
  const mean = (name: 'detection' | 'response' | 'repair') => {
    const spans = some.flatMap((one) => one[name] ?? []);
    if (spans.length === 0) return {};
    return { [name]: spans.reduce((sum, one) => sum + one, 0) / spans.length };
  };
  return {
    incidents: some.length,
    ...mean('detection'),
    ...mean('response'),
    ...mean('repair'),
  };
}
