import { matcherText, type Matcher } from '../alert/matcher.ts';
import { parseMatchers } from './matchers.ts';
import type { Config } from './schema/config.ts';
import type { RouteConfig } from './schema/route.ts';
import type { Path } from './tree.ts';

/** A matcher that never holds where another one does, which has to hold, too. */
export interface Contradiction {
  readonly path: Path;
  readonly message: string;
  readonly hint: string;
}

/**
 * Every matcher that can't hold together with one before it, in its own list or on the way to its
 * route: nothing would ever get there. Told only where one of the two says what the value is; whether
 * two regular expressions have a text in common is not looked at.
 */
export function* contradictions(config: Config): Generator<Contradiction> {
  yield* inRoutes(config.route, ['route'], []);
  for (const [at, { matchers }] of config.classify.entries()) {
    yield* inList(matchers, ['classify', at, 'matchers']);
  }
  for (const [at, rule] of config.inhibit_rules.entries()) {
    yield* inList(rule.source_matchers, ['inhibit_rules', at, 'source_matchers']);
    yield* inList(rule.target_matchers, ['inhibit_rules', at, 'target_matchers']);
  }
  for (const [at, { matchers }] of config.maintenance.entries()) {
    yield* inList(matchers, ['maintenance', at, 'matchers']);
  }
  for (const [at, { matchers }] of config.automation.entries()) {
    yield* inList(matchers, ['automation', at, 'matchers']);
  }
}

function* inRoutes(
  route: RouteConfig,
  path: Path,
  above: readonly Matcher[],
): Generator<Contradiction> {
  yield* inList(route.matchers, [...path, 'matchers'], above);
  const here = [...above, ...route.matchers.flatMap(parseMatchers)];
  for (const [at, inner] of route.routes.entries()) {
    yield* inRoutes(inner, [...path, 'routes', at], here);
  }
}

function* inList(
  texts: readonly string[],
  path: Path,
  above: readonly Matcher[] = [],
): Generator<Contradiction> {
  const before: Matcher[] = [];
  for (const [at, text] of texts.entries()) {
    for (const one of parseMatchers(text)) {
      const beside = before.find((other) => excludes(one, other));
      const over = above.find((other) => excludes(one, other));
      const where = [...path, at];
      if (beside !== undefined) yield contradiction(where, one, beside, 'take one of the two out');
      else if (over !== undefined) {
        const message = 'take it out, or move the route out from under the one that says so';
        yield contradiction(where, one, over, message);
      }
      before.push(one);
    }
  }
}

function contradiction(path: Path, one: Matcher, other: Matcher, hint: string): Contradiction {
  const message = `${matcherText(one)} never holds where ${matcherText(other)} does`;
  return { path, message, hint };
}

function excludes(one: Matcher, other: Matcher): boolean {
  if (one.name !== other.name) return false;
  const pairs = [
    [one, other],
    [other, one],
  ] as const;
  return pairs.some(
    ([fixed, free]) => fixed.operator === '=' && !free.matches({ [fixed.name]: fixed.value }),
  );
}
