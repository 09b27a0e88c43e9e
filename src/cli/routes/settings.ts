import { matcherText } from '../../alert/matcher.ts';
import { formatDuration } from '../../config/duration.ts';
import type { Config } from '../../config/load.ts';
import type { Route } from '../../rules/policy.ts';

/** A node of the routing tree with everything inherited filled in, in the config's words. */
export interface RouteSettings {
  readonly id: string;
  readonly receiver: string;
  readonly matchers: readonly string[];
  readonly group_by: readonly string[];
  readonly group_wait: string;
  readonly group_interval: string;
  readonly repeat_interval: string;
  readonly escalation?: string;
  readonly mute_time_intervals: readonly string[];
  readonly active_time_intervals: readonly string[];
  readonly continue: boolean;
  readonly routes: readonly RouteSettings[];
}

/** @param written the same node as the file has it */
export function settingsOfRoute(route: Route, written: Config['route']): RouteSettings {
  return {
    id: route.id,
    receiver: route.receiver,
    matchers: route.matchers.map(matcherText),
    group_by: route.groupBy === 'all' ? ['...'] : route.groupBy,
    group_wait: formatDuration(route.groupWait),
    group_interval: formatDuration(route.groupInterval),
    repeat_interval: formatDuration(route.repeatInterval),
    ...(route.escalation !== undefined && { escalation: route.escalation }),
    mute_time_intervals: written.mute_time_intervals,
    active_time_intervals: written.active_time_intervals,
    continue: route.continue,
    routes: route.routes.flatMap((child, index) => {
      const inner = written.routes[index];
      return inner === undefined ? [] : [settingsOfRoute(child, inner)];
    }),
  };
}
