import { matcherText, type Matcher } from '../alert/matcher.ts';
import { parseSeverity, SEVERITIES, wordsFor } from '../alert/severity.ts';
import { parseMatchers } from './matchers.ts';
import { quoted } from './mistake.ts';
import { nearest } from './nearest.ts';
import type { Finding } from './problem.ts';
import { locate, pathText, select, type ConfigNode } from './tree.ts';

/** Every word on the ladder. */
const WORDS = SEVERITIES.flatMap(wordsFor);

/** Where matchers are, as patterns of tree.ts's `select`. */
const MATCHERS: readonly string[] = [
  'classify.*.matchers.*',
  'route.**.matchers.*',
  'inhibit_rules.*.source_matchers.*',
  'inhibit_rules.*.target_matchers.*',
  'maintenance.*.matchers.*',
];

/**
 * What matchers say of severities that are none. `severity="critcal"` was meant for one of the ladder,
 * and nobody would be paged; `severity="none"` matches only alerts that say that very word.
 *
 * @param root a tree whose matchers can all be read
 */
export function findSeverityMatchers(root: ConfigNode): Finding[] {
  return MATCHERS.flatMap((pattern) => select(root, pattern)).flatMap(({ path, offset }) => {
    const node = locate(root, path);
    if (node?.kind !== 'scalar' || node.text === undefined) return [];
    return parseMatchers(node.text).flatMap((one) => {
      const said = troubleOf(one);
      if (said === undefined) return [];
      const { why, isError, hint } = said;
      const message = `${pathText(root, path)}: ${why}`;
      const severity = isError ? 'error' : 'warning';
      return [{ severity, kind: 'unknown-severity', offset, message, hint } as const];
    });
  });
}

interface Trouble {
  readonly why: string;
  readonly isError: boolean;
  readonly hint: string;
}

function troubleOf(one: Matcher): Trouble | undefined {
  if (one.name !== 'severity') return undefined;
  const word = wordsOf(one).find((each) => each !== '' && parseSeverity(each) === undefined);
  if (word === undefined) return undefined;
  const isPositive = one.operator === '=' || one.operator === '=~';
  const matchesNone = !SEVERITIES.some((severity) => one.matches({ severity }));
  const isTypo = nearest(word, WORDS) !== undefined;
  const isError = isPositive && matchesNone && isTypo;
  const consequence = isError
    ? 'so that it never matches'
    : 'so that it matches only alerts that say that very word';
  return { why: `${quoted(word)} is not a severity, ${consequence}`, isError, hint: hintFor(one) };
}

/** The words a matcher names; none of an expression that is more than a list of words. */
function wordsOf({ operator, value }: Matcher): readonly string[] {
  if (operator === '=' || operator === '!=') return [value];
  return /^[\w |-]*$/u.test(value) ? value.split('|') : [];
}

function hintFor(one: Matcher): string {
  const meant = wordsOf(one).map((word) => {
    const close = nearest(word, WORDS);
    return parseSeverity(word) ?? (close === undefined ? undefined : parseSeverity(close));
  });
  if (meant.length === 0 || meant.includes(undefined)) {
    return `write one of ${SEVERITIES.join(', ')}`;
  }
  return `write ${matcherText({ ...one, value: [...new Set(meant)].join('|') })}`;
}
