import { placeIn, serviceName } from '../../alert/place-name.ts';
import type { PastMoment } from '../../engine/ports/history.ts';
import type { Incident } from '../../engine/ports/incidents.ts';
import type { TimelineLine } from './timeline.ts';

/** The alerts that tell of data and models, by their names. */
const OF_MODELS: ReadonlySet<string> = new Set([
  'FeatureDrift',
  'PredictionDrift',
  'ModelDrift',
  'DataQuality',
  'ModelDegradation',
  'CTRDegradation',
]);

/** Names of alarms in a line. */
const NAMED = 3;

/**
 * What happened to an incident's alerts, and which alerts of data and models there were at that time.
 *
 * @param moments of the time of the incident, the oldest first; those of other groups among them
 */
export function alertLines(
  { groups }: Pick<Incident, 'groups'>,
  moments: readonly PastMoment[],
): readonly TimelineLine[] {
  const titles = new Map(groups.map(({ key, title }) => [key, title]));
  const begun = groups.map(({ since, title, link }): TimelineLine => ({
    at: since,
    source: 'alert',
    text: `${title} began to fire`,
    ...(link !== undefined && { link }),
  }));
  // The history is kept for less long than the incident: of what it does not know the incident has the end.
  const known = new Set(moments.map(({ group }) => group));
  const ended = groups.flatMap(({ key, title, resolvedAt }): readonly TimelineLine[] =>
    resolvedAt === undefined || known.has(key)
      ? []
      : [{ at: resolvedAt, source: 'alert', text: `${title} is over` }],
  );
  const told = moments.flatMap((moment) => {
    const title = titles.get(moment.group);
    return title === undefined ? modelLines(moment) : [lineOf(moment, title)];
  });
  return [...begun, ...told, ...ended];
}

function lineOf(moment: PastMoment, title: string): TimelineLine {
  switch (moment.what) {
    case 'told': {
      const { kind, address } = placeIn(moment.integration);
      const where = kind === 'slack' ? ` ${address}` : '';
      const why = moment.reason === undefined ? '' : ` (${moment.reason})`;
      const text = `${serviceName(kind)}${where} was told of ${title}, ${moment.severity}${why}`;
      return { at: moment.at, source: 'alert', text };
    }
    case 'over':
      return { at: moment.endedAt, source: 'alert', text: `${title} is over` };
    default: {
      const { at, by, what } = moment;
      return { at, source: 'alert', ...(by !== undefined && { by }), text: `${what} ${title}` };
    }
  }
}

/** Whether somebody was told of data or models. */
export function isOfModels(moment: PastMoment): boolean {
  return moment.what === 'told' && moment.alarms.some((name) => OF_MODELS.has(name));
}

function modelLines(moment: PastMoment): readonly TimelineLine[] {
  if (moment.what !== 'told' || !isOfModels(moment)) return [];
  const names = moment.alarms.filter((name) => OF_MODELS.has(name));
  const { at, startedAt, severity } = moment;
  const text = `${names.slice(0, NAMED).join(', ')}, ${severity}, was told`;
  return [{ at: Math.min(at, startedAt), source: 'model', text }];
}
