import type { ChangePayload } from '@pagerduty/pdjs/build/src/events.js';
import type { Labels } from '../../alert/labels.ts';
import type { Link, Signal } from '../../alert/signal.ts';
import { shorten } from '../wording.ts';
import { linksFrom, SUMMARY_LIMIT } from './render.ts';

/** The longest label, name or value. */
const DETAIL_LENGTH = 1_024;

/** A deployment that ended, as far as PagerDuty is told of it. */
export interface Deployment {
  readonly summary: string;
  readonly outcome: 'succeeded' | 'failed';
  /** When it ended, epoch milliseconds. */
  readonly at: number;
  readonly labels: Labels;
  readonly links: readonly Link[];
}

/** The deployment that a signal tells the end of; undefined for all others. */
export function deploymentIn(signal: Signal): Deployment | undefined {
  const { deployment: outcome, annotations, labels, links, startsAt, changedAt } = signal;
  if (outcome === undefined) return undefined;
  const summary = annotations.summary ?? labels['alertname'] ?? 'Deployment';
  return { summary, outcome, at: changedAt ?? startsAt, labels, links };
}

/**
 * The change event of a deployment: it calls nobody, and stands beside the service's incidents.
 *
 * @see https://developer.pagerduty.com/docs/send-change-event
 */
export function renderChange(
  { summary, outcome, at, labels, links }: Deployment,
  routingKey: string,
): ChangePayload {
  const details = Object.entries(labels).map(([name, value]) => [
    shorten(name, DETAIL_LENGTH),
    shorten(value, DETAIL_LENGTH),
  ]);
  return {
    routing_key: routingKey,
    payload: {
      summary: shorten(summary, SUMMARY_LIMIT),
      source: 'tocsin',
      timestamp: new Date(at).toISOString(),
      custom_details: { outcome, ...Object.fromEntries(details) },
    },
    links: linksFrom(links),
  };
}
