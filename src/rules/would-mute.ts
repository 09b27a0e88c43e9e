import { matchesAll, type Matcher } from '../alert/matcher.ts';
import { classify } from './classify.ts';
import type { Arrival } from './event.ts';
import type { FiringAlert } from './firing.ts';
import type { Policy } from './policy.ts';

/**
 * The alerts that came in and that a silence with these matchers would have muted, each once, with
 * the labels and the severity that today's rules give them.
 */
export async function wouldMute(
  matchers: readonly Matcher[],
  arrivals: AsyncIterable<Pick<Arrival, 'signals' | 'topic'>>,
  policy: Policy,
): Promise<readonly FiringAlert[]> {
  const muted = new Map<string, FiringAlert>();
  for await (const { signals, topic } of arrivals) {
    for (const signal of signals) {
      if (signal.status !== 'firing') continue;
      const { labels, severity } = classify(signal, topic, policy);
      const { fingerprint } = signal;
      if (matchesAll(matchers, labels)) muted.set(fingerprint, { fingerprint, labels, severity });
    }
  }
  return [...muted.values()];
}
