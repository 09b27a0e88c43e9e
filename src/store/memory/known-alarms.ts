import { alarmPlace } from '../../alert/alarm-place.ts';
import type { KnownAlarms } from '../../engine/ports/known-alarms.ts';
import type { MemoryState } from './state.ts';

/** What is known of CloudWatch's alarms, in memory. */
export function createMemoryKnownAlarms({ alerts }: MemoryState): KnownAlarms {
  return {
    alerts: async (fingerprints) =>
      fingerprints.map((id) => alerts.get(id)?.value).filter((alert) => alert !== undefined),
    firing: async ({ account, region }) =>
      [...alerts.values()]
        .flatMap(({ value }) => value ?? [])
        .filter((alert) => {
          const place = alarmPlace(alert);
          const isThere = place?.account === account && place.region === region;
          return isThere && alert.endsAt === undefined;
        }),
  };
}
