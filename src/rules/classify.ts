import type { Labels } from '../alert/labels.ts';
import { matchesAll } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { Signal } from '../alert/signal.ts';
import type { ClassifyRule, Policy } from './policy.ts';

/** A signal's severity, and the labels that routing and grouping look at. */
export interface Classified {
  readonly severity: Severity;
  readonly labels: Labels;
}

/**
 * Finds the severity, in order, from the message itself, the topic it came through, the first
 * `classify` rule that matches and names one, and the default of its source. The labels of every
 * rule that matches are added; none takes the place of a label that the signal brought.
 */
export function classify(signal: Signal, topic: string | undefined, policy: Policy): Classified {
  const matching = policy.classify.filter((rule) => holds(rule, signal));
  const severity =
    signal.severity ??
    (topic === undefined ? undefined : policy.topicSeverity.get(topic)) ??
    matching.find((rule) => rule.severity !== undefined)?.severity ??
    signal.defaultSeverity;
  const added = Object.assign({}, ...matching.map((rule) => rule.labels).toReversed());
  return { severity, labels: { ...added, ...signal.labels, severity } };
}

/** Whether a rule is about a signal. */
export function holds(rule: ClassifyRule, { labels, value, threshold }: Signal): boolean {
  return matchesAll(rule.matchers, labels) && (rule.when?.({ labels, value, threshold }) ?? true);
}
