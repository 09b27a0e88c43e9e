import { createMatcherIndex } from '../../src/alert/matcher-index.ts';
import type { Signal } from '../../src/alert/signal.ts';
import type { Integration, IntegrationKind, Policy, Route } from '../../src/rules/policy.ts';

/** A signal of an alert that is named `name`; its fingerprint is the name, so that tests can read it. */
export function signal(name: string, rest: Partial<Signal> = {}): Signal {
  return {
    id: name,
    source: 'tocsin',
    nature: 'state',
    status: 'firing',
    fingerprint: name,
    annotations: {},
    links: [],
    defaultSeverity: 'warning',
    startsAt: 0,
    changedAt: 0,
    resends: false,
    ...rest,
    labels: { alertname: name, ...rest.labels },
  };
}

/** A route with every alert in one group, told after a second and looked at every second. */
export function route(rest: Partial<Route> = {}): Route {
  return {
    id: 'root',
    receiver: 'hook',
    matchers: [],
    groupBy: [],
    groupWait: 1_000,
    groupInterval: 1_000,
    repeatInterval: 3_600_000,
    continue: false,
    promptRefire: true,
    repage: false,
    muteTimeIntervals: [],
    activeTimeIntervals: [],
    routes: [],
    children: createMatcherIndex(rest.routes ?? []),
    ...rest,
  };
}

/** What an integration is, besides its name; `name` alone is a webhook that is told of ends. */
export interface Place {
  readonly kind?: IntegrationKind;
  readonly sendResolved?: boolean;
  readonly callsNext?: true;
}

/** A policy of one routing tree; receivers by name with their integrations by name. */
export function policyOf(
  root: Route,
  receivers: Readonly<Record<string, Readonly<Record<string, Place>>>> = { hook: { hook: {} } },
  rest: Partial<Policy> = {},
): Policy {
  const integrations = Object.entries(receivers).flatMap(([receiver, places]) =>
    Object.entries(places).map(
      ([id, { kind = 'webhook', sendResolved = true, callsNext }]): Integration => ({
        id,
        receiver,
        kind,
        sendResolved,
        ...(callsNext && { callsNext }),
      }),
    ),
  );
  return {
    classify: [],
    topicSeverity: new Map(),
    route: root,
    routesById: new Map(allRoutes(root).map((one) => [one.id, one])),
    integrationsByReceiver: Map.groupBy(integrations, ({ receiver }) => receiver),
    integrationsById: new Map(integrations.map((one) => [one.id, one])),
    fallbacks: new Map(),
    escalations: new Map(),
    responseTimes: { critical: 900_000, error: 1_800_000, warning: 7_200_000, info: 86_400_000 },
    inhibitRules: [],
    maintenance: [],
    resolveTimeout: 300_000,
    resolveTimeoutBySource: new Map(),
    ...rest,
  };
}

function allRoutes(root: Route): readonly Route[] {
  return [root, ...root.routes.flatMap(allRoutes)];
}
