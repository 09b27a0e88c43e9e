import { SEVERITIES, type Severity } from '../alert/severity.ts';
import { alarmsOf, type AlarmFigures } from './alarms.ts';
import type { PastMoment } from '../rules/moment.ts';
import { episodesOf, type Episode } from './episodes.ts';
import { incidentFigures, type IncidentFigures, type IncidentSpans } from './incidents.ts';
import { medianOf } from './median.ts';
import { nightPages, type NightPages } from './night.ts';
import { suggestionsFor, type Suggestion } from './suggestions.ts';

export interface ReportOptions {
  /** Epoch milliseconds; the end is excluded. */
  readonly from: number;
  readonly until: number;
  /** The IANA zone by whose clocks it is night. */
  readonly zone: string;
  /** Within what time each severity should be acknowledged, in milliseconds. */
  readonly responseTimes: Readonly<Record<Severity, number>>;
}

/** How a stretch of time was for those who were told. Times and spans are milliseconds. */
export interface Report extends ReportOptions {
  /** Groups of which somebody was first told in this time. */
  readonly groups: number;
  readonly notifications: number;
  /** Of the groups: how many were acknowledged, or something else was done about them. */
  readonly acted: number;
  /** The noisiest first. */
  readonly alarms: readonly AlarmFigures[];
  /** The worst first; those that there were. */
  readonly severities: readonly SeverityFigures[];
  readonly pages: number;
  readonly nightPages: readonly NightPages[];
  readonly suggestions: readonly Suggestion[];
  /** Absent where there were none, in this stretch and those before it. */
  readonly incidents?: IncidentFigures;
  /** Those that ended; absent where nobody told of any. */
  readonly deployments?: DeploymentFigures;
}

/** How many deployments there were, that were not stopped. */
export interface DeploymentFigures {
  readonly succeeded: number;
  readonly failed: number;
}

/** What else there was in that time. */
export interface Besides {
  /** From before the stretch too. */
  readonly incidents?: readonly IncidentSpans[];
  readonly deployments?: DeploymentFigures;
}

export interface SeverityFigures {
  readonly severity: Severity;
  readonly groups: number;
  readonly acted: number;
  /** Those that went on for longer than the response time before anybody did anything. */
  readonly late: number;
  /** Medians; absent where nothing was acted on, or is over. */
  readonly toAct?: number;
  readonly toEnd?: number;
}

/**
 * The figures of a stretch of time.
 *
 * @param history oldest first; from before the stretch too, that what began before is known to have
 */
export function report(
  history: readonly PastMoment[],
  options: ReportOptions,
  { incidents = [], deployments }: Besides = {},
): Report {
  const { from, until, zone } = options;
  const isWithin = (at: number): boolean => at >= from && at < until;
  const episodes = episodesOf(history.filter(({ at }) => at < until));
  const begun = episodes.filter(({ toldAt }) => isWithin(toldAt));
  const told = history.filter((moment) => moment.what === 'told' && isWithin(moment.at));
  const alarms = alarmsOf(told, begun);
  const figures = incidentFigures(incidents, options);
  const night = nightPages(episodes, { from, until, zone });
  return {
    ...options,
    groups: begun.length,
    notifications: told.length,
    acted: begun.filter(({ acted }) => acted !== undefined).length,
    alarms,
    severities: SEVERITIES.flatMap((severity) => {
      const some = begun.filter((one) => one.severity === severity);
      return some.length === 0 ? [] : [severityFigures(severity, some, options)];
    }),
    pages: episodes.flatMap(({ pages }) => pages.filter(isWithin)).length,
    nightPages: night,
    suggestions: suggestionsFor(alarms, begun, zone),
    ...(figures !== undefined && { incidents: figures }),
    ...(deployments !== undefined && { deployments }),
  };
}

function severityFigures(
  severity: Severity,
  episodes: readonly Episode[],
  { until, responseTimes }: ReportOptions,
): SeverityFigures {
  const limit = responseTimes[severity];
  const acted = episodes.filter((one) => one.acted !== undefined);
  const toAct = medianOf(acted.map(waited));
  const toEnd = medianOf(
    episodes.flatMap(({ toldAt, overAt }) => (overAt === undefined ? [] : [overAt - toldAt])),
  );
  return {
    severity,
    groups: episodes.length,
    acted: acted.length,
    late: episodes.filter((one) => waited(one) > limit).length,
    ...(toAct !== undefined && { toAct }),
    ...(toEnd !== undefined && { toEnd }),
  };

  function waited({ toldAt, acted: deed, overAt = until }: Episode): number {
    return (deed?.at ?? overAt) - toldAt;
  }
}
