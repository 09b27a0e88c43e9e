import { deployedName } from '../../alert/deployment.ts';
import type { NearDeployment } from '../../alert/deployment-places.ts';
import { spanOf } from '../../alert/span.ts';
import type { DeliveryView } from '../view.ts';
import { shorten } from '../wording.ts';
import type { Line } from './happenings.ts';
import { link, time } from './mrkdwn.ts';
import type { Piece } from './small-print.ts';

/** So long before alerts began a deployment may have ended to be shown beside them, in milliseconds. */
export const BEFORE = 60 * 60 * 1000;

const NAME_LENGTH = 100;
const LINES = 3;

/** The deployment that a message shows, if there is one: of the same service before others, then the newest. */
export function deployedPieces(
  [first]: readonly NearDeployment[],
  view: DeliveryView,
): readonly Piece[] {
  if (first === undefined) return [];
  const [console] = first.links;
  const where = console && link(console.title, console.url);
  return [
    {
      lead: '🚀 ',
      text: shorten(deployedName(first), NAME_LENGTH),
      tail: `${whenText(first, view)}${first.near === 'place' ? ', in the same account and region' : ''}`,
    },
    ...(where === undefined ? [] : [{ own: where }]),
  ];
}

/** `deployed 6 min before (succeeded)`, in mrkdwn. */
function whenText({ outcome, at, beganAt = at }: NearDeployment, { since, now }: DeliveryView) {
  if (outcome === 'running') return `deploying since ${time(beganAt, now)}`;
  if (at > since) return `was being deployed since ${time(beganAt, now)} (${outcome})`;
  return `deployed ${spanOf(since - at)} before (${outcome})`;
}

/** What a thread says of the deployments there were before and while a group fired, when that is over. */
export function deployedLines(
  some: readonly NearDeployment[],
  { now }: Pick<DeliveryView, 'now'>,
): readonly Line[] {
  return some
    .slice(0, LINES)
    .toReversed()
    .map((one) => {
      const state = one.outcome === 'running' ? 'began' : one.outcome;
      const where = one.near === 'place' ? ', in the same account and region' : '';
      return {
        text: `🚀 ${shorten(deployedName(one), NAME_LENGTH)}: deployment ${state}${where}`,
        when: `at ${time(one.at, now)}`,
      };
    });
}
