import type { Link } from '../../alert/signal.ts';
import type { DeliveryView } from '../view.ts';
import { link } from './mrkdwn.ts';

const SHOWN = 4;

export function isRunbook({ title }: Link): boolean {
  return /run ?book/iu.test(title);
}

/** The links of the worst alert, in mrkdwn: console, runbook, dashboard, logs. */
export function linksOf({ alerts }: Pick<DeliveryView, 'alerts'>): readonly string[] {
  return (alerts[0]?.alert.links ?? [])
    .map(({ title, url }) => link(title, url))
    .filter((text) => text !== undefined)
    .slice(0, SHOWN);
}
