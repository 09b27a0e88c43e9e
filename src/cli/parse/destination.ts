import type { Labels } from '../../alert/labels.ts';
import type { Severity } from '../../alert/severity.ts';
import type { Signal } from '../../alert/signal.ts';
import { classify, type SaidBy } from '../../rules/classify.ts';
import type { Policy } from '../../rules/policy.ts';
import { groupLabels, matchingRoutes } from '../../rules/route.ts';

/** What decides who is told of a message. */
export interface Destination {
  readonly policy: Policy;
  /** ARN of the SNS topic it came through. */
  readonly topic: string | undefined;
}

/** How severe a signal that fires is to a config, and lines that say why, who is told, and in which group. */
export function toldOf(
  signal: Signal,
  { policy, topic }: Destination,
): { readonly severity: Severity; readonly lines: readonly string[] } {
  const { severity, saidBy, labels } = classify(signal, topic, policy);
  const places = matchingRoutes(policy.route, labels).map((route) => {
    const group = pairs(groupLabels(route, labels));
    return `${route.receiver} is told, in the ${group === '' ? 'one group of its route' : `group ${group}`}`;
  });
  return { severity, lines: [`severity ${severity}: ${reasonText(saidBy)}`, ...places] };
}

/** Labels in a line. */
export function pairs(labels: Labels): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}=${value}`)
    .join('  ');
}

function reasonText(saidBy: SaidBy): string {
  switch (saidBy.who) {
    case 'message':
      return 'the message says so';
    case 'topic':
      return 'its topic says so';
    case 'rule':
      return `classify[${saidBy.rule}] says so`;
    case 'default':
      return 'the default of its source';
  }
}
