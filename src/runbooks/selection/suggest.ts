import type { Labels } from '../../alert/labels.ts';
import { matchesAll, type Matcher } from '../../alert/matcher.ts';
import { webAddress } from '../../alert/web-address.ts';
import type { Answer, Runbook } from '../format/runbook.ts';

export interface Asked {
  readonly labels: Labels;
  readonly annotations: Readonly<Record<string, string | undefined>>;
}

/** A runbook for an alert, and why. */
export interface Suggestion {
  readonly runbook: Runbook;
  readonly why: string;
}

/** The more a matcher says, the better a runbook fits by it. */
const WEIGHT: Readonly<Record<Matcher['operator'], number>> = {
  '=': 4,
  '=~': 2,
  '!=': 1,
  '!~': 1,
};

/**
 * The runbooks that answer an alert, the best first: the one that the alert names, then those whose matchers say the
 * most of it; of equals the one for its severity, then by name.
 */
export function suggestRunbooks(alert: Asked, runbooks: readonly Runbook[]): Suggestion[] {
  const named = nameIn(alert.annotations['runbook'] ?? '');
  return runbooks
    .flatMap((runbook) => {
      if (runbook.name === named) {
        return { runbook, why: 'the alert names it', weight: Number.POSITIVE_INFINITY };
      }
      const best = bestAnswer(runbook.answers, alert.labels);
      return best === undefined ? [] : { runbook, why: `it answers ${best.text}`, ...best };
    })
    .toSorted((a, b) => {
      if (a.weight !== b.weight) return b.weight - a.weight;
      const severity = alert.labels['severity'];
      const fits = (one: Runbook) => Number(one.severity === severity);
      const bySeverity = fits(b.runbook) - fits(a.runbook);
      return bySeverity || (a.runbook.name < b.runbook.name ? -1 : 1);
    })
    .map(({ runbook, why }) => ({ runbook, why }));
}

/** The name in an annotation: a name, a file, or the address of one. */
export function nameIn(annotation: string): string {
  const path = webAddress(annotation)?.pathname ?? annotation;
  return (path.trim().split('/').at(-1) ?? '').replace(/\.md$/u, '');
}

function bestAnswer(answers: readonly Answer[], labels: Labels) {
  return answers
    .filter(({ matchers }) => matchesAll(matchers, labels))
    .map(({ text, matchers }) => ({ text, weight: weightOf(matchers) }))
    .toSorted((a, b) => b.weight - a.weight)
    .at(0);
}

function weightOf(matchers: readonly Matcher[]): number {
  return matchers.reduce((sum, { operator }) => sum + WEIGHT[operator], 0);
}
