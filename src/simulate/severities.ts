import type { Labels } from '../alert/labels.ts';
import { parseSeverity } from '../alert/severity.ts';
import type { Signal } from '../alert/signal.ts';
import { classify } from '../rules/classify.ts';
import type { Policy } from '../rules/policy.ts';

/**
 * Remembers in which word each alert's message said how severe it is, and of which alerts nobody did:
 * neither message, topic nor rule.
 */
export class Severities {
  readonly #defaulted = new Set<string>();
  readonly #words = new Map<string, string>();

  /** @param saying the words of the signals whose own message says a severity, by fingerprint */
  learn(
    signals: readonly Signal[],
    topic: string | undefined,
    saying: ReadonlyMap<string, string>,
    policy: Policy,
  ): void {
    for (const signal of signals) {
      if (signal.status !== 'firing') continue;
      const { fingerprint } = signal;
      const word = saying.get(fingerprint);
      if (word !== undefined) this.#words.set(fingerprint, word);
      const isSaid = saying.has(fingerprint) || isGiven(signal, topic, policy);
      if (isSaid) this.#defaulted.delete(fingerprint);
      else this.#defaulted.add(fingerprint);
    }
  }

  /** An alert's labels as its sender knows them: its own word for the severity, none where it said none. */
  readonly asSent = (fingerprint: string, labels: Labels): Labels => {
    const { severity, ...rest } = labels;
    if (severity === undefined) return labels;
    if (this.#defaulted.has(fingerprint)) return rest;
    const word = this.#words.get(fingerprint);
    const isSame = word !== undefined && parseSeverity(word) === severity;
    return isSame ? { ...labels, severity: word } : labels;
  };
}

/** Whether the topic or a rule gives the severity: then it is not the default, whatever that is. */
function isGiven(signal: Signal, topic: string | undefined, policy: Policy): boolean {
  if (topic !== undefined && policy.topicSeverity.has(topic)) return true;
  if (policy.classify.length === 0) return false;
  const { severity: _, ...unsaid } = signal;
  const one = classify({ ...unsaid, defaultSeverity: 'info' }, undefined, policy).severity;
  const other = classify({ ...unsaid, defaultSeverity: 'critical' }, undefined, policy).severity;
  return one === other;
}
