import { matcherText, type Matcher } from '../alert/matcher.ts';
import { matchEmpty } from '../alert/silence.ts';
import { parseMatchers } from '../config/matchers.ts';
import { Mistake } from '../config/mistake.ts';
import { checkCost, checkReadable } from './pattern-cost.ts';

const EXAMPLE = 'add one that names a value: alertname="orders-5xx"';

/**
 * Reads the matchers of a silence, as the config has them or as a shell leaves them: `team=~"a|b"`,
 * `alertname=x`, several in one text with commas between.
 *
 * @throws Mistake that says what to write instead
 */
export function readMatchers(texts: readonly string[]): readonly Matcher[] {
  checkReadable(texts);
  const matchers = texts.flatMap(parseMatchers);
  checkCost(matchers);
  if (!matchEmpty(matchers)) return matchers;
  const written = matchers.map(matcherText).join(', ');
  throw new Mistake(`${written} holds for every alert without these labels`, hintFor(matchers));
}

/** Who writes `team=~".*"` means the alerts that have a team. */
function hintFor(matchers: readonly Matcher[]): string {
  const loose = matchers.find(({ operator, value }) => operator === '=~' && value.endsWith('.*'));
  if (loose === undefined) return EXAMPLE;
  const { name, value } = loose;
  return `write ${name}=~${JSON.stringify(`${value.slice(0, -2)}.+`)}, or ${EXAMPLE}`;
}
