import type { Draw } from './draw.ts';
import type { Route } from './scenario.ts';

const MATCHERS = [
  'team="x"',
  'team!="x"',
  'team=~"x|z"',
  'team!~"x.*"',
  'zone="1"',
  'zone!=""',
  'zone=~"1?"',
  'alertname=~"a|b"',
  'alertname!~"[bc]"',
  'tier=""',
  'tier!=""',
  'tier!~"gold|silver"',
] as const;

/** No repeat falls due within a tenth of a second of a flush. */
const REPEATS = ['1ms', '2s500ms', '4s600ms', '7s300ms', '10m'] as const;

const GROUPINGS: readonly (readonly string[])[] = [
  ['team'],
  ['alertname'],
  ['team', 'zone'],
  ['...'],
];

type Pace = Pick<Route, 'group_wait' | 'group_interval' | 'repeat_interval'>;

function drawPace({ pick }: Draw): Required<Pace> {
  return {
    group_wait: pick(['0s', '1s', '1s', '2s', '3s']),
    group_interval: pick(['1s', '2s', '3s', '5s']),
    repeat_interval: pick(REPEATS),
  };
}

/** A route that has everything, and takes every alert. */
export function drawRoot(draw: Draw, receiver: string): Route {
  const group_by = draw.pick([[], ...GROUPINGS]);
  return { id: 'root', receiver, group_by, ...drawPace(draw) };
}

/** A tree of at most three levels in which each route takes what is left out from its parent. */
export function drawTree(draw: Draw, receivers: readonly string[]): Route {
  const routes = drawChildren(draw, receivers, 'r', 2);
  return { ...drawRoot(draw, draw.pick(receivers)), routes };
}

function drawChildren(
  draw: Draw,
  receivers: readonly string[],
  parent: string,
  levels: number,
): readonly Route[] {
  if (levels === 0) return [];
  const count = draw.number(levels === 2 ? 1 : 0, levels + 1);
  return Array.from({ length: count }, (_, index): Route => {
    const id = `${parent}${index}`;
    return {
      id,
      matchers: draw.some(MATCHERS, draw.pick([0, 1, 1, 1, 2])),
      ...(draw.chance(0.5) && { receiver: draw.pick(receivers) }),
      ...(draw.chance(0.4) && { continue: true }),
      // An empty list would take the parent's in Alertmanager; in ours it is one group a route.
      ...(draw.chance(0.4) && { group_by: draw.pick(GROUPINGS) }),
      ...draw.pick<Pace>([{}, {}, drawPace(draw), { group_wait: '2s' }, { group_interval: '2s' }]),
      routes: drawChildren(draw, receivers, id, levels - 1),
    };
  });
}
