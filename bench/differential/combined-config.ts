import type { Route, Scenario } from './scenario.ts';

/** The label by which the alerts of one scenario are told from those of the others. */
export const SCENARIO = 'scenario';

/** A matcher on it that holds for the alerts of one scenario. */
export function only(index: number): string {
  return `${SCENARIO}="${index}"`;
}

/**
 * One config of Alertmanager's for all scenarios of a kind: each is a route below the root, with
 * receivers, inhibition rules and time intervals of its own.
 */
export function combinedConfig(scenarios: readonly Scenario[], webhook: string): string {
  const settings = scenarios.map(({ setting }) => setting);
  return JSON.stringify({
    global: { resolve_timeout: settings[0]?.resolve_timeout },
    route: {
      receiver: 'nobody',
      routes: settings.map(({ route }, index) => ({
        ...routeIn(index, route),
        matchers: [only(index), ...matchersOf(route)],
        ...(route.group_by?.length === 0 && { group_by: [SCENARIO] }),
      })),
    },
    receivers: [
      { name: 'nobody' },
      ...settings.flatMap(({ receivers }, index) =>
        Object.entries(receivers).map(([name, sendResolved]) => ({
          name: nameIn(index, name),
          webhook_configs: [{ url: webhook, send_resolved: sendResolved }],
        })),
      ),
    ],
    inhibit_rules: settings.flatMap(({ inhibit_rules = [] }, index) =>
      inhibit_rules.map((rule) => ({
        ...rule,
        source_matchers: [only(index), ...rule.source_matchers],
        target_matchers: [only(index), ...rule.target_matchers],
      })),
    ),
    time_intervals: settings.flatMap(({ time_intervals = [] }, index) =>
      time_intervals.map((one) => ({ ...one, name: nameIn(index, one.name) })),
    ),
  });
}

function routeIn(index: number, written: Route): object {
  const { id: _, ...route } = written;
  const names = (all: readonly string[] | undefined) => all?.map((name) => nameIn(index, name));
  return {
    ...route,
    ...(route.receiver !== undefined && { receiver: nameIn(index, route.receiver) }),
    mute_time_intervals: names(route.mute_time_intervals),
    active_time_intervals: names(route.active_time_intervals),
    routes: route.routes?.map((inner) => ({
      ...routeIn(index, inner),
      matchers: matchersOf(inner),
    })),
  };
}

/** With one that always holds, by which the route is known in the keys of its groups. */
function matchersOf({ id, matchers = [] }: Route): readonly string[] {
  return [...matchers, `route!="${id}"`];
}

/** The scenario's number before a name that another scenario may have too. */
function nameIn(index: number, name: string): string {
  return `${index}-${name}`;
}

/** Which scenario, receiver and route a message of Alertmanager's is from. */
export function originOf(message: { readonly receiver: string; readonly groupKey: string }): {
  readonly index: number;
  readonly receiver: string;
  readonly route: string;
} {
  const dash = message.receiver.indexOf('-');
  const [, route = ''] = [...message.groupKey.matchAll(/route!="(\w+)"/gu)].at(-1) ?? [];
  return {
    index: Number(message.receiver.slice(0, dash)),
    receiver: message.receiver.slice(dash + 1),
    route,
  };
}
