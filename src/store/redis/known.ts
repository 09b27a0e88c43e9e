import { getHeapStatistics } from 'node:v8';
import { createKnownAlerts, type KnownAlerts } from './known-alerts.ts';
import { createKnownGroups, type KnownGroups } from './known-groups.ts';

/** What a process knows of the state: shared by those who decide and those who tell. */
export interface Known {
  readonly alerts: KnownAlerts;
  readonly groups: KnownGroups;
}

/** Characters of the texts of alerts that are enough: some eighty thousands as CloudWatch's are. */
const ENOUGH = 90_000_000;
/** Of the memory that Node may use so much is for these texts; what is parsed of them takes two or three times as much. */
const SHARE = 1 / 24;

export function createKnown(): Known {
  const room = Math.min(ENOUGH, getHeapStatistics().heap_size_limit * SHARE);
  return { alerts: createKnownAlerts(room), groups: createKnownGroups(room / 2) };
}
