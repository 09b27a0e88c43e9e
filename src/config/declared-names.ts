import { LOG_RECEIVER } from './log-receiver.ts';
import { locate, type ConfigNode, type Path } from './tree.ts';

/** Names a file declares, whether or not what is said about them was right. */
export interface DeclaredNames {
  readonly receivers: ReadonlySet<string>;
  readonly timeIntervals: ReadonlySet<string>;
  readonly escalations: ReadonlySet<string>;
  readonly metricSources: ReadonlySet<string>;
  readonly savedMetrics: ReadonlySet<string>;
  readonly schedules: ReadonlySet<string>;
}

/** The names in a tree from which nothing was taken out yet. */
export function declaredNames(root: ConfigNode): DeclaredNames {
  return {
    receivers: new Set([...namesIn(root, 'receivers'), LOG_RECEIVER]),
    timeIntervals: new Set(namesIn(root, 'time_intervals')),
    escalations: new Set(keysIn(root, 'escalation')),
    metricSources: new Set(namesIn(root, 'metrics', 'sources')),
    savedMetrics: new Set(keysIn(root, 'metrics', 'saved')),
    schedules: new Set(namesIn(root, 'oncall')),
  };
}

function keysIn(root: ConfigNode, ...path: Path): string[] {
  const map = locate(root, path);
  return map?.kind === 'map' ? map.entries.map((one) => one.key) : [];
}

function namesIn(root: ConfigNode, ...path: Path): string[] {
  const list = locate(root, path);
  if (list?.kind !== 'list') return [];
  return list.items.flatMap((item) => {
    const name = locate(item.node, ['name']);
    return name?.kind === 'scalar' && name.text !== undefined ? [name.text] : [];
  });
}
