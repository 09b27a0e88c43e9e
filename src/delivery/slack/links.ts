import type { Link } from '../../alert/signal.ts';
import type { DeliveryView } from '../view.ts';
import { link } from './mrkdwn.ts';

const SHOWN = 4;

export function isRunbook({ title }: Link): boolean {
  return /run ?book/iu.test(title);
}

/**
 * The links of the worst alert, in mrkdwn: console, runbook, dashboard, logs.
 *
 * @param isButton whether the runbook is a button already
 */
export function linksOf({ alerts }: DeliveryView, isButton: boolean): readonly string[] {
  return (alerts[0]?.alert.links ?? [])
    .filter((one) => !isButton || !isRunbook(one))
    .map(({ title, url }) => link(title, url))
    .filter((text) => text !== undefined)
    .slice(0, SHOWN);
}
