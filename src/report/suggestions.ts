import type { AlarmFigures } from './alarms.ts';

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

/** What could be made quieter, one suggestion an alarm, the noisiest first. */
export function suggestionsFor(alarms: readonly AlarmFigures[]): readonly Suggestion[] {
  return alarms.flatMap((alarm) => suggestionFor(alarm) ?? []).slice(0, SUGGESTIONS);
}

function suggestionFor({
  name: alarm,
  groups,
  acted,
  alone,
  flapping,
}: AlarmFigures): Suggestion | undefined {
  if (flapping >= 2) {
    const text = `it flapped ${flapping} times: let it breach for longer before it fires, or set its threshold apart from where it is usually`;
    return { alarm, why: 'flaps', text };
  }
  if (groups < ENOUGH) return undefined;
  if (alone >= groups * MOSTLY) {
    const text = `${alone} of ${groups} times it was over within 10 min, and nobody did anything: raise its threshold, or the time that it has to last`;
    return { alarm, why: 'ends by itself', text };
  }
  if (acted === 0) {
    const text = `${groups} times nobody did anything about it: give it a lower severity, or silence it`;
    return { alarm, why: 'nobody acts', text };
  }
  return undefined;
}
