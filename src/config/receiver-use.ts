import { writtenIntegrations } from './integrations.ts';
import { LOG_RECEIVER } from './log-receiver.ts';
import type { Finding, ProblemKind } from './problem.ts';
import type { Config } from './schema/config.ts';
import type { RouteConfig } from './schema/route.ts';
import { offsetAt, pathText, type ConfigNode, type Path } from './tree.ts';

/**
 * A warning for each receiver that nothing leads to, or that tells nobody.
 *
 * @param config one without mistakes: what is wrong in it may be what should have led there
 */
export function findReceiverUse(config: Config, root: ConfigNode): Finding[] {
  const used = new Set(receiversUsed(config));
  const warning = (kind: ProblemKind, path: Path, message: string, hint: string): Finding => {
    const text = `${pathText(root, path)}: ${message}`;
    return { severity: 'warning', kind, offset: offsetAt(root, path), message: text, hint };
  };
  return config.receivers.flatMap((receiver, index) => {
    const { name } = receiver;
    const path = ['receivers', index];
    const said = JSON.stringify(name);
    if (!used.has(name)) {
      const hint = `name it in a route as receiver: ${name}, or take it out`;
      const message = `nothing leads to the receiver ${said}`;
      return [warning('unused-receiver', [...path, 'name'], message, hint)];
    }
    if (writtenIntegrations(receiver).length > 0 || name === LOG_RECEIVER) return [];
    const hint =
      'add slack: [ { channel: "#channel" } ], pagerduty: or webhook:, unless it is there to keep what it takes quiet';
    return [warning('empty-receiver', path, `the receiver ${said} tells nobody`, hint)];
  });
}

function* receiversUsed({ route, receivers, escalation }: Config): Generator<string> {
  yield* receiversOfRoutes(route);
  for (const { fallback } of receivers) if (fallback !== undefined) yield fallback;
  for (const { notify } of Object.values(escalation).flat()) yield notify;
}

function* receiversOfRoutes({ receiver = LOG_RECEIVER, routes }: RouteConfig): Generator<string> {
  yield receiver;
  for (const inner of routes) yield* receiversOfRoutes(inner);
}
