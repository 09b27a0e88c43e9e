import type { Labels } from '../alert/labels.ts';
import { matchesAll } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { Signal } from '../alert/signal.ts';
import type { ClassifyRule, Policy } from './policy.ts';

/** A signal's severity, and the labels that routing and grouping look at. */
export interface Classified {
  readonly severity: Severity;
  readonly labels: Labels;
  /** Which rules failed on it, and why: for people, beside the alert. */
  readonly note?: string;
}

/**
 * Finds the severity, in order, from the message itself, the topic it came through, the first
 * `classify` rule that matches and names one, and the default of its source. The labels of every
 * rule that matches are added; none takes the place of a label that the signal brought.
 *
 * A rule that fails counts as one that does not match, and a note says so: the alert goes where it
 * would without the rule, at the end to the root's receiver, and is never lost.
 */
export function classify(signal: Signal, topic: string | undefined, policy: Policy): Classified {
  const { rules, failures } = rulesFor(signal, policy);
  const severity =
    signal.severity ??
    (topic === undefined ? undefined : policy.topicSeverity.get(topic)) ??
    rules.find((rule) => rule.severity !== undefined)?.severity ??
    signal.defaultSeverity;
  const added = Object.assign({}, ...rules.map((rule) => rule.labels).toReversed());
  return {
    severity,
    labels: { ...added, ...signal.labels, severity },
    ...(failures.length > 0 && { note: failures.join('; ') }),
  };
}

/** The rules that hold for a signal, in order; and those that failed on it, in words. */
export function rulesFor(
  signal: Signal,
  policy: Policy,
): { readonly rules: readonly ClassifyRule[]; readonly failures: readonly string[] } {
  const failures: string[] = [];
  const rules = policy.classify.filter((rule, index) => {
    try {
      return holds(rule, signal);
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      failures.push(`classify[${index}] failed and was passed over: ${why}`);
      return false;
    }
  });
  return { rules, failures };
}

function holds(rule: ClassifyRule, { labels, value, threshold }: Signal): boolean {
  return matchesAll(rule.matchers, labels) && (rule.when?.({ labels, value, threshold }) ?? true);
}
