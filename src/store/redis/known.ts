import { createKnownAlerts, type KnownAlerts } from './known-alerts.ts';
import { createKnownGroups, type KnownGroups } from './known-groups.ts';

/** What a process knows of the state: shared by those who decide and those who tell. */
export interface Known {
  readonly alerts: KnownAlerts;
  readonly groups: KnownGroups;
}

export function createKnown(): Known {
  return { alerts: createKnownAlerts(), groups: createKnownGroups() };
}
