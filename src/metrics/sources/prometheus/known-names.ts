import { call } from './call.ts';
import type { PrometheusServer } from './http.ts';
import { valuesAnswer } from './schema.ts';

/** The names of a server's metrics, kept for a while. */
export interface KnownNames {
  /** None where they can't be read: nobody's question fails for that. */
  readonly all: (signal?: AbortSignal) => Promise<ReadonlySet<string>>;
}

const KEPT_FOR = 5 * 60_000;
/** What can't be read is tried again sooner. */
const RETRIED_AFTER = 15_000;
const MOST_KEPT = 50_000;

/** @param now what the clock shows, in milliseconds */
export function createKnownNames(
  server: PrometheusServer,
  now: () => number = Date.now,
): KnownNames {
  let names: ReadonlySet<string> = new Set();
  let readAgainAt = Number.NEGATIVE_INFINITY;
  return {
    async all(signal) {
      if (now() < readAgainAt) return names;
      const outcome = await call(server, 'label/__name__/values', undefined, valuesAnswer, signal);
      if (outcome.ok) names = new Set(outcome.answer.data.slice(0, MOST_KEPT));
      readAgainAt = now() + (outcome.ok ? KEPT_FOR : RETRIED_AFTER);
      return names;
    },
  };
}
