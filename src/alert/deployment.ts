import type { Labels } from './labels.ts';
import type { Link, Signal } from './signal.ts';

/** A deployment that ended. */
export interface Deployment {
  /** Of the signal that told of it: the same when that comes again. */
  readonly id: string;
  readonly summary: string;
  readonly outcome: 'succeeded' | 'failed';
  /** When it ended, epoch milliseconds. */
  readonly at: number;
  readonly labels: Labels;
  readonly links: readonly Link[];
}

/** The deployment that a signal tells the end of; undefined for all others. */
export function deploymentIn(signal: Signal): Deployment | undefined {
  const { id, deployment: outcome, annotations, labels, links, startsAt, changedAt } = signal;
  if (outcome === undefined) return undefined;
  const summary = annotations.summary ?? labels['alertname'] ?? 'Deployment';
  return { id, summary, outcome, at: changedAt ?? startsAt, labels, links };
}
