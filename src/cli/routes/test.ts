import { groupKey } from '../../alert/group.ts';
import { labelsText, labelValue, type Labels } from '../../alert/labels.ts';
import { matcherText } from '../../alert/matcher.ts';
import { groupLabels } from '../../rules/route.ts';
import { takers, walkRoutes, type Visit } from '../../rules/route-walk.ts';
import type { Policy, Route } from '../../rules/policy.ts';
import type { TriedAlert } from './alert.ts';

/** Where an alert would go. */
export interface Routed {
  readonly alert: TriedAlert;
  readonly visit: Visit;
  readonly taken: readonly {
    readonly route: Route;
    readonly group: Labels;
    readonly key: string;
  }[];
  /** Each once, in the order of their routes. */
  readonly receivers: readonly string[];
}

export function routeAlert(alert: TriedAlert, policy: Policy): Routed {
  const visit = walkRoutes(policy.route, alert.labels);
  const taken = takers(visit).map((route) => {
    const group = groupLabels(route, alert.labels);
    return { route, group, key: groupKey(route.id, group) };
  });
  return { alert, visit, taken, receivers: [...new Set(taken.map(({ route }) => route.receiver))] };
}

/** For people: the alert, each node that was asked and what it said, and who is told. */
export function routedText({ alert, visit, taken }: Routed): string {
  return [
    `alert     ${labelsText(alert.labels)}`,
    `severity  ${alert.severity}: ${alert.severityFrom}`,
    ...(alert.note === undefined ? [] : [`note      ${alert.note}`]),
    '',
    ...visitLines(visit, alert.labels, ''),
    '',
    ...taken.map(
      ({ route, group, key }) =>
        `→ ${route.receiver}  route ${route.id}, group ${key} ${labelsText(group)}`,
    ),
  ].join('\n');
}

function visitLines(visit: Visit, labels: Labels, indent: string): readonly string[] {
  const { route, failed, takes, asked, notAsked } = visit;
  const name = conditionOf(route);
  if (failed !== undefined) {
    const value = JSON.stringify(labelValue(labels, failed.name));
    return [`${indent}✗ ${name}: not ${matcherText(failed)}, for ${failed.name} is ${value}`];
  }
  const goesOn = route.continue ? '; continue: the next is asked too' : '';
  const verdict = takes ? `takes it (${route.receiver})` : 'holds';
  return [
    `${indent}✓ ${name}: ${verdict}${goesOn}`,
    ...asked.flatMap((inner) => visitLines(inner, labels, `${indent}  `)),
    ...notAsked.map((one) => `${indent}  · ${conditionOf(one)}: not asked, it is taken`),
  ];
}

function conditionOf({ matchers }: Route): string {
  return matchers.length === 0 ? 'everything' : matchers.map(matcherText).join(', ');
}

/** The same for programs. */
export function routedJson({ alert, visit, taken, receivers }: Routed): unknown {
  return {
    labels: alert.labels,
    severity: alert.severity,
    severity_from: alert.severityFrom,
    ...(alert.note !== undefined && { note: alert.note }),
    receivers,
    routes: taken.map(({ route, group, key }) => ({
      id: route.id,
      receiver: route.receiver,
      matchers: route.matchers.map(matcherText),
      group_key: key,
      group_labels: group,
    })),
    path: visitJson(visit, alert.labels),
  };
}

function visitJson({ route, failed, takes, asked, notAsked }: Visit, labels: Labels): unknown {
  return {
    id: route.id,
    receiver: route.receiver,
    matchers: route.matchers.map(matcherText),
    matches: failed === undefined,
    ...(failed !== undefined && {
      failed: matcherText(failed),
      value: labelValue(labels, failed.name),
    }),
    takes,
    continue: route.continue,
    asked: asked.map((visit) => visitJson(visit, labels)),
    not_asked: notAsked.map(({ id }) => id),
  };
}
