import { shortHash } from '../alert/fingerprint.ts';
import { createMatcherIndex } from '../alert/matcher-index.ts';
import { canonicalMatchers } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { Source } from '../alert/signal.ts';
import type { ClassifyRule, EscalationStep, Integration, Policy, Route } from '../rules/policy.ts';
import type { TimeInterval } from '../rules/timetable.ts';
import { compileCondition } from './condition.ts';
import { compileInhibitRules } from './inhibition.ts';
import { integrationsOf } from './integrations.ts';
import { LOG_RECEIVER } from './log-receiver.ts';
import { compileMaintenance } from './maintenance.ts';
import { parseMatchers } from './matchers.ts';
import type { Config } from './schema/config.ts';
import type { RouteConfig } from './schema/route.ts';
import { compileTimeInterval } from './time-intervals.ts';

/** What a route takes over from its parent unless it says otherwise. */
type Inherited = Pick<
  Route,
  | 'receiver'
  | 'groupBy'
  | 'groupWait'
  | 'groupInterval'
  | 'repeatInterval'
  | 'promptRefire'
  | 'repage'
  | 'escalation'
>;

/** The root route's settings where the file has none; the times are Alertmanager's. */
const DEFAULTS: Inherited = {
  receiver: LOG_RECEIVER,
  groupBy: ['alertname', 'account', 'region'],
  groupWait: 30_000,
  groupInterval: 5 * 60_000,
  repeatInterval: 4 * 60 * 60_000,
  promptRefire: true,
  repage: false,
};

/** For programs that repeat an alert every minute or so, as Prometheus does. */
const RESOLVE_TIMEOUT = 5 * 60_000;

/** For those that repeat it every `repeat_interval`, 4 h unless told, and a `group_interval` late. */
const SLOW_RESOLVE_TIMEOUT = 5 * 60 * 60_000;

/** Compiles a checked config into what the rules work with. */
export function compilePolicy(config: Config): Policy {
  const routesById = new Map<string, Route>();
  const taken = new Set(configuredIds(config.route));
  const timeIntervals = new Map(
    config.time_intervals.map((one) => [one.name, compileTimeInterval(one)]),
  );
  const route = compileRoute(config.route, DEFAULTS, [], { routesById, taken, timeIntervals });
  const integrationsByReceiver = new Map<string, readonly Integration[]>(
    config.receivers.map((receiver) => [receiver.name, integrationsOf(receiver, config.pagerduty)]),
  );
  const integrations = [...integrationsByReceiver.values()].flat();
  return {
    classify: config.classify.map(compileRule),
    topicSeverity: topicSeverity(config),
    route,
    routesById,
    integrationsByReceiver,
    integrationsById: byId(integrations),
    fallbacks: new Map(
      config.receivers.flatMap(({ name, fallback }) =>
        fallback === undefined ? [] : [[name, fallback] as const],
      ),
    ),
    escalations: new Map(Object.entries(config.escalation).map(compileEscalation)),
    responseTimes: responseTimes(config),
    inhibitRules: compileInhibitRules(config.inhibit_rules),
    maintenance: config.maintenance.map(compileMaintenance),
    resolveTimeout: config.resolve_timeout ?? RESOLVE_TIMEOUT,
    resolveTimeoutBySource: resolveTimeouts(config),
    ...(config.flapping && { flapping: config.flapping }),
    ...(config.storm && { storm: config.storm }),
    insufficientData: config.insufficient_data,
  };
}

/** Of several with one address the first that is told of ends: what was told there can be closed there. */
function byId(integrations: readonly Integration[]): ReadonlyMap<string, Integration> {
  const closing = integrations.filter(({ sendResolved }) => sendResolved);
  const best = [...closing, ...integrations];
  return new Map(best.toReversed().map((one) => [one.id, one]));
}

interface RouteIndex {
  readonly routesById: Map<string, Route>;
  readonly taken: Set<string>;
  readonly timeIntervals: ReadonlyMap<string, TimeInterval>;
}

function compileRoute(
  written: RouteConfig,
  parent: Inherited,
  path: readonly string[],
  index: RouteIndex,
): Route {
  const matchers = written.matchers.flatMap(parseMatchers);
  const inherited: Inherited = {
    receiver: written.receiver ?? parent.receiver,
    groupBy: written.group_by === undefined ? parent.groupBy : compileGroupBy(written.group_by),
    groupWait: written.group_wait ?? parent.groupWait,
    groupInterval: written.group_interval ?? parent.groupInterval,
    repeatInterval: written.repeat_interval ?? parent.repeatInterval,
    promptRefire: written.prompt_refire ?? parent.promptRefire,
    repage: written.repage ?? parent.repage,
    ...escalationOf(written.escalation ?? parent.escalation),
  };
  const here = [...path, canonicalMatchers(matchers)];
  const id = written.id ?? freeId(here, index.taken);
  const routes = written.routes.map((inner) => compileRoute(inner, inherited, here, index));
  const route: Route = {
    ...inherited,
    id,
    matchers,
    continue: written.continue,
    muteTimeIntervals: named(index.timeIntervals, written.mute_time_intervals),
    activeTimeIntervals: named(index.timeIntervals, written.active_time_intervals),
    routes,
    children: createMatcherIndex(routes),
  };
  index.routesById.set(id, route);
  return route;
}

/** What stands under each of some names that are all there: the config was checked. */
function named<T>(all: ReadonlyMap<string, T>, names: readonly string[]): readonly T[] {
  return names.map((name) => all.get(name)).filter((one) => one !== undefined);
}

/**
 * The hash of the matchers on the way to a route. Siblings with the same matchers (two receivers for
 * the same alerts, by `continue`) are told apart by their order.
 */
function freeId(path: readonly string[], taken: Set<string>): string {
  let id = shortHash(JSON.stringify(path));
  for (let count = 2; taken.has(id); count += 1) id = shortHash(JSON.stringify([...path, count]));
  taken.add(id);
  return id;
}

function configuredIds(route: RouteConfig): string[] {
  return [...(route.id === undefined ? [] : [route.id]), ...route.routes.flatMap(configuredIds)];
}

function compileGroupBy(names: readonly string[]): readonly string[] | 'all' {
  return names.includes('...') ? 'all' : names;
}

function compileRule(rule: Config['classify'][number]): ClassifyRule {
  return {
    matchers: rule.matchers.flatMap(parseMatchers),
    ...(rule.when === undefined ? {} : { when: compileCondition(rule.when) }),
    ...(rule.severity === undefined ? {} : { severity: rule.severity }),
    labels: rule.labels,
    ...(rule.insufficient_data && { insufficientData: rule.insufficient_data }),
  };
}

function topicSeverity(config: Config): ReadonlyMap<string, Severity> {
  return new Map(
    config.intake.sns.topics.flatMap(({ arn, severity }) =>
      severity === undefined ? [] : [[arn, severity] as const],
    ),
  );
}

/** Alertmanager's and Grafana's webhooks repeat themselves more seldom than anybody else. */
function resolveTimeouts({ intake, resolve_timeout }: Config): ReadonlyMap<Source, number> {
  return new Map(
    (['alertmanager', 'grafana'] as const).map((source) => {
      const own = intake.webhooks[source]?.resolve_timeout;
      return [source, own ?? resolve_timeout ?? SLOW_RESOLVE_TIMEOUT];
    }),
  );
}

function escalationOf(name: string | undefined): Pick<Route, 'escalation'> {
  return name === undefined ? {} : { escalation: name };
}

function compileEscalation([name, steps]: [string, Config['escalation'][string]]): readonly [
  string,
  readonly EscalationStep[],
] {
  const compiled = steps.map(({ after, notify, mention }): EscalationStep => ({
    after,
    receiver: notify,
    ...(mention !== '' && { mention }),
  }));
  return [name, compiled];
}

function responseTimes({ severities }: Config): Policy['responseTimes'] {
  const { critical, error, warning, info } = severities;
  return {
    critical: critical.response,
    error: error.response,
    warning: warning.response,
    info: info.response,
  };
}
