import { isOwn, OWN_GROUPING } from '../alert/own.ts';
import { labelValue, type Labels } from '../alert/labels.ts';
import { matchesAll } from '../alert/matcher.ts';
import type { Route } from './policy.ts';

/**
 * The routes that take an alert: the deepest nodes whose matchers hold. The first matching sibling
 * takes it unless it says `continue`; where no child matches, the parent keeps it.
 *
 * Semantics: Prometheus Alertmanager, `Route.Match`.
 */
export function matchingRoutes(route: Route, labels: Labels): readonly Route[] {
  return matchesAll(route.matchers, labels) ? deepest(route, labels) : [];
}

/** The same for a route that is known to match. */
function deepest(route: Route, labels: Labels): readonly Route[] {
  const taken: Route[] = [];
  for (const child of route.children.eachMatching(labels)) {
    taken.push(...deepest(child, labels));
    if (!child.continue) break;
  }
  return taken.length > 0 ? taken : [route];
}

/**
 * The labels that name an alert's group on a route; labels it lacks are left out. What the bot tells of
 * its own troubles is never in one group with what it tells of another: each goes where that can be told.
 */
export function groupLabels(route: Route, labels: Labels): Labels {
  const grouped = route.groupBy === 'all' ? Object.keys(labels) : route.groupBy;
  const names = isOwn(labels) ? [...grouped, ...OWN_GROUPING] : grouped;
  return Object.fromEntries(
    names
      .map((name) => [name, labelValue(labels, name)] as const)
      .filter(([, value]) => value !== ''),
  );
}
