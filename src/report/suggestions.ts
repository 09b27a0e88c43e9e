import type { AlarmFigures } from './alarms.ts';
import type { Episode } from './episodes.ts';
import { hourlyText } from './hours.ts';
import { longerText } from './longer.ts';
import { thresholdText } from './threshold.ts';

/** Something to be thought about. */
export interface Suggestion {
  readonly alarm: string;
  readonly why: 'ends by itself' | 'flaps' | 'nobody acts';
  readonly text: string;
}

/** Fewer groups than this say nothing about an alarm. */
const ENOUGH = 3;
/** So large a share says something. */
const MOSTLY = 0.8;
const SUGGESTIONS = 5;

/**
 * What could be made quieter, one suggestion an alarm, the noisiest first. With figures where those of the
 * episodes that were this alarm's alone bear them out, and in general words where they do not.
 *
 * @param episodes those that began in the time
 * @param zone by whose clocks something comes at the same hours
 */
export function suggestionsFor(
  alarms: readonly AlarmFigures[],
  episodes: readonly Episode[],
  zone: string,
): readonly Suggestion[] {
  return alarms
    .flatMap((alarm) => {
      const own = episodes.filter(({ alarms: all }) => all.size === 1 && all.has(alarm.name));
      return suggestionFor(alarm, own, zone) ?? [];
    })
    .slice(0, SUGGESTIONS);
}

function suggestionFor(
  { name: alarm, groups, acted, alone, flapping }: AlarmFigures,
  own: readonly Episode[],
  zone: string,
): Suggestion | undefined {
  const higher = thresholdText(alarm, own);
  if (flapping >= 2) {
    const wayOut =
      higher ??
      'let it breach for longer before it fires, or set its threshold apart from where it is usually';
    return { alarm, why: 'flaps', text: `it flapped ${flapping} times: ${wayOut}` };
  }
  if (groups < ENOUGH) return undefined;
  if (alone >= groups * MOSTLY) {
    const wayOut =
      higher ??
      longerText(own) ??
      hourlyText(own, zone) ??
      'raise its threshold, or the time that it has to last';
    const text = `${alone} of ${groups} times it was over within 10 min, and nobody did anything: ${wayOut}`;
    return { alarm, why: 'ends by itself', text };
  }
  if (acted === 0) {
    const wayOut = hourlyText(own, zone) ?? 'give it a lower severity, or silence it';
    return {
      alarm,
      why: 'nobody acts',
      text: `${groups} times nobody did anything about it: ${wayOut}`,
    };
  }
  return undefined;
}
