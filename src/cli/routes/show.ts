import type { RouteSettings } from './settings.ts';

/** The tree for people: two lines a route, children below it. */
export function treeText(root: RouteSettings): string {
  return linesOf(root, '', '').join('\n');
}

/**
 * @param head what stands before the node's first line
 * @param rest what stands before all its other lines
 */
function linesOf(route: RouteSettings, head: string, rest: string): readonly string[] {
  const children = route.routes.flatMap((child, index) => {
    const isLast = index === route.routes.length - 1;
    return linesOf(child, `${rest}${isLast ? '└─ ' : '├─ '}`, `${rest}${isLast ? '   ' : '│  '}`);
  });
  const bar = route.routes.length > 0 ? '│  ' : '   ';
  return [`${head}${titleOf(route)}`, `${rest}${bar}${timesOf(route)}`, ...children];
}

function titleOf({ matchers, receiver, id, continue: goesOn }: RouteSettings): string {
  const what = matchers.length === 0 ? 'everything' : matchers.join(', ');
  return `${what} → ${receiver}  (id ${id})${goesOn ? '  and on to the next: continue' : ''}`;
}

function timesOf(route: RouteSettings): string {
  const {
    group_by: by,
    escalation,
    mute_time_intervals: muted,
    active_time_intervals: active,
  } = route;
  return [
    groupingText(by),
    `wait ${route.group_wait}, interval ${route.group_interval}, repeat ${route.repeat_interval}`,
    ...(escalation === undefined ? [] : [`escalates by ${escalation}`]),
    ...(muted.length > 0 ? [`muted in ${muted.join(', ')}`] : []),
    ...(active.length > 0 ? [`only in ${active.join(', ')}`] : []),
  ].join('; ');
}

function groupingText(by: readonly string[]): string {
  if (by.length === 0) return 'one group';
  return by[0] === '...' ? 'a group each set of labels' : `groups by ${by.join(', ')}`;
}
