import { OWN_ALERTS } from '../alert/own.ts';
import { utcText } from '../alert/utc.ts';
import type { Raised } from '../engine/ports/troubles.ts';
import type { WatchFailure, WatchState } from '../engine/ports/watch-states.ts';

/** So many rules are named. */
const NAMED = 5;
const KEPT = 'What these rules have raised stays as it is.';

/**
 * The alerts that there should be of watch rules that can't be looked at: one for each thing that is
 * wrong with a source, however many rules it concerns.
 */
export function watchAlerts(
  states: ReadonlyMap<string, WatchState>,
  now: number,
): readonly Raised[] {
  const failing = [...states].flatMap(([rule, { failure }]): readonly Failing[] =>
    failure === undefined ? [] : [{ ...failure, rule }],
  );
  return [...Map.groupBy(failing, ({ about }) => about)]
    .filter(([, all]) => all.some(({ newsAt }) => newsAt <= now))
    .flatMap(([about, all]) => {
      const [first] = all;
      return first === undefined ? [] : [alertOf(`metrics/${about}`, first, all)];
    });
}

interface Failing extends WatchFailure {
  readonly rule: string;
}

function alertOf(about: string, { source, what, mend }: Failing, all: readonly Failing[]): Raised {
  const since = Math.min(...all.map((one) => one.since));
  const rules = all.map(({ rule }) => rule).toSorted();
  const more = rules.length - NAMED;
  const named = `${rules.slice(0, NAMED).join(', ')}${more > 0 ? `, +${more} more` : ''}`;
  return {
    labels: { alertname: OWN_ALERTS.watchFailing, integration: about, source },
    severity: 'error',
    summary: `Nothing is watched since ${utcText(since)} by ${named}: ${what}`,
    description: `${mend} ${KEPT}`,
    since,
  };
}
