import type { ConfigChangedEvent } from '../rules/event.ts';

/** Alerts in one event: it is committed whole. */
const ALERTS_AT_ONCE = 200;

/** The events by which a group is told that the config changed. */
export function configChangedEvents(
  group: string,
  fingerprints: readonly string[],
  traceId: string,
): readonly ConfigChangedEvent[] {
  const events: ConfigChangedEvent[] = [];
  for (let from = 0; from < fingerprints.length; from += ALERTS_AT_ONCE) {
    const some = fingerprints.slice(from, from + ALERTS_AT_ONCE);
    events.push({ type: 'config-changed', traceId, group, fingerprints: some });
  }
  return events;
}
