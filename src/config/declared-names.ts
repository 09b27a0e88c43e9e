import { LOG_RECEIVER } from './log-receiver.ts';
import { locate, type ConfigNode } from './tree.ts';

/** Names a file declares, whether or not what is said about them was right. */
export interface DeclaredNames {
  readonly receivers: ReadonlySet<string>;
  readonly timeIntervals: ReadonlySet<string>;
  readonly escalations: ReadonlySet<string>;
  readonly schedules: ReadonlySet<string>;
}

/** The names in a tree from which nothing was taken out yet. */
export function declaredNames(root: ConfigNode): DeclaredNames {
  const policies = locate(root, ['escalation']);
  return {
    receivers: new Set([...namesIn(root, 'receivers'), LOG_RECEIVER]),
    timeIntervals: new Set(namesIn(root, 'time_intervals')),
    escalations: new Set(policies?.kind === 'map' ? policies.entries.map((one) => one.key) : []),
    schedules: new Set(namesIn(root, 'oncall')),
  };
}

function namesIn(root: ConfigNode, section: string): string[] {
  const list = locate(root, [section]);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => {
    const name = locate(item.node, ['name']);
    return name?.kind === 'scalar' && name.text !== undefined ? [name.text] : [];
  });
}
