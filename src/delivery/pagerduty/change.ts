import type { ChangePayload } from '@pagerduty/pdjs/build/src/events.js';
import type { Deployment } from '../../alert/deployment.ts';
import { shorten } from '../wording.ts';
import { linksFrom, SUMMARY_LIMIT } from './render.ts';

/** The longest label, name or value. */
const DETAIL_LENGTH = 1_024;

/**
 * The change event of a deployment: it calls nobody, and stands beside the service's incidents.
 *
 * @see https://developer.pagerduty.com/docs/send-change-event
 */
export function renderChange(
  { summary, outcome, at, labels, links }: Omit<Deployment, 'id' | 'run'>,
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
