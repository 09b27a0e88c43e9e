import type { Labels } from '../alert/labels.ts';
import type { Matcher } from '../alert/matcher.ts';
import type { Route } from './policy.ts';

/** What a node of the routing tree said of an alert. */
export interface Visit {
  readonly route: Route;
  /** The first matcher that does not hold; absent where all do. */
  readonly failed?: Matcher;
  /** True when the alert stays here: its matchers hold, and no child takes it. */
  readonly takes: boolean;
  /** Its children as far as they were asked, in order. */
  readonly asked: readonly Visit[];
  /** The children that were not asked, for the one before them took the alert. */
  readonly notAsked: readonly Route[];
}

/** Walks the tree as `matchingRoutes` does, and keeps what each node said. */
export function walkRoutes(route: Route, labels: Labels): Visit {
  const failed = route.matchers.find((matcher) => !matcher.matches(labels));
  if (failed !== undefined) return { route, failed, takes: false, asked: [], notAsked: [] };
  const asked: Visit[] = [];
  for (const child of route.routes) {
    const visit = walkRoutes(child, labels);
    asked.push(visit);
    if (visit.failed === undefined && !child.continue) break;
  }
  const takes = asked.every((visit) => visit.failed !== undefined);
  return { route, takes, asked, notAsked: route.routes.slice(asked.length) };
}

/** The routes that took the alert, in order. */
export function takers(visit: Visit): readonly Route[] {
  return visit.takes ? [visit.route] : visit.asked.flatMap(takers);
}
