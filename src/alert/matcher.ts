import { RE2JS } from 're2js';
import { labelValue, type Labels } from './labels.ts';
import { parseSeverity, wordsFor } from './severity.ts';

export type MatcherOperator = '=' | '!=' | '=~' | '!~';

/** One condition on one label, as in Prometheus Alertmanager. */
export interface Matcher {
  readonly name: string;
  readonly operator: MatcherOperator;
  readonly value: string;
  readonly matches: (labels: Labels) => boolean;
}

/**
 * Builds a matcher. Regular expressions are RE2's (linear time) and anchored at both ends;
 * a missing label is the empty string. A severity is the same by whichever of its words it is asked
 * for: `severity="page"` holds for what is critical.
 *
 * @throws Error with RE2's words when the expression can't be read.
 */
export function matcher(name: string, operator: MatcherOperator, value: string): Matcher {
  if (name === 'severity') return severityMatcher(operator, value);
  const test = valueTest(operator, value);
  return { name, operator, value, matches: (labels) => test(labelValue(labels, name)) };
}

function severityMatcher(operator: MatcherOperator, written: string): Matcher {
  const name = 'severity';
  if (operator === '=' || operator === '!=') {
    const value = parseSeverity(written) ?? written;
    const test = valueTest(operator, value);
    return { name, operator, value, matches: (labels) => test(labelValue(labels, name)) };
  }
  const test = valueTest('=~', written);
  const isOne = (word: string) => wordsFor(word).some(test);
  const isWanted = operator === '=~';
  const matches = (labels: Labels) => isOne(labelValue(labels, name)) === isWanted;
  return { name, operator, value: written, matches };
}

function valueTest(operator: MatcherOperator, value: string): (candidate: string) => boolean {
  switch (operator) {
    case '=':
      return (candidate) => candidate === value;
    case '!=':
      return (candidate) => candidate !== value;
    case '=~': {
      const pattern = RE2JS.compile(value);
      return (candidate) => pattern.matches(candidate);
    }
    case '!~': {
      const pattern = RE2JS.compile(value);
      return (candidate) => !pattern.matches(candidate);
    }
  }
}

/** Of how many steps a matcher's pattern consists, each of which may be taken for every character of a label. */
export function stepsOf({ operator, value }: Pick<Matcher, 'operator' | 'value'>): number {
  return operator === '=~' || operator === '!~' ? RE2JS.compile(value).programSize() : 0;
}

/** A matcher as people write it: `severity="critical"`. */
export function matcherText({ name, operator, value }: Omit<Matcher, 'matches'>): string {
  return `${name}${operator}${JSON.stringify(value)}`;
}

/** One text for a list of matchers, whatever their order: they are all to hold. */
export function canonicalMatchers(matchers: readonly Matcher[]): string {
  return matchers.map(matcherText).toSorted().join(',');
}

/** True when every matcher holds; a list of none holds for everything. */
export function matchesAll(matchers: readonly Matcher[], labels: Labels): boolean {
  return matchers.every((one) => one.matches(labels));
}
