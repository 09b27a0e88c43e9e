import type { ReceiverConfig } from './schema/receivers.ts';
import type { RouteConfig } from './schema/route.ts';

/** The receiver of a config that names none: it tells nobody, and the bot logs what it would send. */
export const LOG_RECEIVER = 'log';

/** The receivers, with the built-in one if a route uses it and nobody declared their own. */
export function withLogReceiver(
  receivers: readonly ReceiverConfig[],
  route: RouteConfig,
): ReceiverConfig[] {
  const isDeclared = receivers.some(({ name }) => name === LOG_RECEIVER);
  if (isDeclared || !usesLog({ ...route, receiver: route.receiver ?? LOG_RECEIVER })) {
    return [...receivers];
  }
  const log = { name: LOG_RECEIVER, slack: [], pagerduty: [], email: [], webhook: [] };
  return [...receivers, { ...log, fallback: undefined }];
}

function usesLog(route: RouteConfig): boolean {
  return route.receiver === LOG_RECEIVER || route.routes.some(usesLog);
}
