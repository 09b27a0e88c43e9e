import type { Labels } from '../alert/labels.ts';
import { matchesAll } from '../alert/matcher.ts';
import type { Severity } from '../alert/severity.ts';
import type { Signal } from '../alert/signal.ts';
import type { ClassifyRule, Policy } from './policy.ts';

/** Who gave a signal its severity; a rule by its place in `classify`. */
export type SaidBy =
  | { readonly who: 'message' | 'topic' | 'default' }
  | { readonly who: 'rule'; readonly rule: number };

/** A signal's severity, and the labels that routing and grouping look at. */
export interface Classified {
  readonly severity: Severity;
  readonly saidBy: SaidBy;
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
  const { severity, saidBy } = severityOf(signal, topic, rules, policy);
  const added = Object.assign({}, ...rules.map((rule) => rule.labels).toReversed());
  return {
    severity,
    saidBy,
    labels: { ...added, ...signal.labels, severity: wordOf(signal, severity, saidBy) },
    ...(failures.length > 0 && { note: failures.join('; ') }),
  };
}

/** A word that is no severity stays on the alert where nobody knows better: routes may ask for it. */
function wordOf({ unknownSeverity }: Signal, severity: Severity, { who }: SaidBy): string {
  return (who === 'default' ? unknownSeverity : undefined) ?? severity;
}

function severityOf(
  signal: Signal,
  topic: string | undefined,
  matching: readonly ClassifyRule[],
  { topicSeverity, classify: rules }: Policy,
): Pick<Classified, 'severity' | 'saidBy'> {
  if (signal.severity !== undefined) {
    return { severity: signal.severity, saidBy: { who: 'message' } };
  }
  const ofTopic = topic === undefined ? undefined : topicSeverity.get(topic);
  if (ofTopic !== undefined) return { severity: ofTopic, saidBy: { who: 'topic' } };
  const rule = matching.find((one) => one.severity !== undefined);
  if (rule?.severity !== undefined) {
    return { severity: rule.severity, saidBy: { who: 'rule', rule: rules.indexOf(rule) } };
  }
  return { severity: signal.defaultSeverity, saidBy: { who: 'default' } };
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

/** Whether a rule is about a signal. */
export function holds(rule: ClassifyRule, { labels, value, threshold }: Signal): boolean {
  return matchesAll(rule.matchers, labels) && (rule.when?.({ labels, value, threshold }) ?? true);
}
