import type { PastMoment } from '../rules/moment.ts';
import type { Episode } from './episodes.ts';
import { medianOf } from './median.ts';

/** What is over this soon without anybody doing anything needed nobody, in milliseconds. */
const SOON = 10 * 60_000;

/** How one alarm was, by its name. */
export interface AlarmFigures {
  readonly name: string;
  readonly notifications: number;
  /** Groups of which it was a part. */
  readonly groups: number;
  /** Of these: about how many somebody did something. */
  readonly acted: number;
  /** Of these: how many were over within ten minutes, and nobody had done anything. */
  readonly alone: number;
  /** Notifications that said that something flaps. */
  readonly flapping: number;
  /** How long they lasted, in milliseconds: the median; absent while none is over. */
  readonly lasted?: number;
}

/**
 * The figures of each alarm that was told, the noisiest first.
 *
 * @param told the notifications of the time
 * @param begun the episodes that began in it
 */
export function alarmsOf(
  told: readonly PastMoment[],
  begun: readonly Episode[],
): readonly AlarmFigures[] {
  const names = new Set<string>();
  const notifications = new Map<string, number>();
  const flapping = new Map<string, number>();
  for (const moment of told) {
    if (moment.what !== 'told') continue;
    for (const name of moment.alarms) {
      names.add(name);
      addTo(notifications, name);
      if (moment.reason === 'flapping') addTo(flapping, name);
    }
  }
  const figures = [...names].map((name): AlarmFigures => {
    const of = begun.filter(({ alarms }) => alarms.has(name));
    const lasted = medianOf(of.flatMap(lengthOf));
    return {
      name,
      notifications: notifications.get(name) ?? 0,
      groups: of.length,
      acted: of.filter(({ acted }) => acted !== undefined).length,
      alone: of.filter(isAlone).length,
      flapping: flapping.get(name) ?? 0,
      ...(lasted !== undefined && { lasted }),
    };
  });
  return figures.toSorted(
    (a, b) =>
      b.notifications - a.notifications || b.groups - a.groups || (a.name < b.name ? -1 : 1),
  );
}

function addTo(counts: Map<string, number>, name: string): void {
  counts.set(name, (counts.get(name) ?? 0) + 1);
}

function lengthOf({ toldAt, overAt }: Episode): readonly number[] {
  return overAt === undefined ? [] : [overAt - toldAt];
}

/** Whether an episode needed nobody: it was over soon, and nobody did anything. */
export function isAlone(episode: Episode): boolean {
  const [length = Number.POSITIVE_INFINITY] = lengthOf(episode);
  return episode.acted === undefined && length <= SOON;
}
