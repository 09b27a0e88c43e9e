import type { Signal } from '../alert/signal.ts';
import { classify } from '../rules/classify.ts';
import type { Policy } from '../rules/policy.ts';

/** Remembers of which alerts nobody said how severe they are: neither message, topic nor rule. */
export class Severities {
  readonly #defaulted = new Set<string>();

  /** @param saying fingerprints of the signals whose own message says a severity */
  learn(
    signals: readonly Signal[],
    topic: string | undefined,
    saying: ReadonlySet<string>,
    policy: Policy,
  ): void {
    for (const signal of signals) {
      if (signal.status !== 'firing') continue;
      const { fingerprint } = signal;
      const isSaid = saying.has(fingerprint) || isGiven(signal, topic, policy);
      if (isSaid) this.#defaulted.delete(fingerprint);
      else this.#defaulted.add(fingerprint);
    }
  }

  readonly isDefaulted = (fingerprint: string): boolean => this.#defaulted.has(fingerprint);
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
