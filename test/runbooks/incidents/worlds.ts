import type {
  Incident,
  IncidentGroup,
  IncidentPerson,
} from '../../../src/engine/ports/incidents.ts';
import { changedIncident } from '../../../src/runbooks/incidents/changed.ts';
import { openedIncident, type Opening } from '../../../src/runbooks/incidents/opened.ts';
import type { IncidentSettings } from '../../../src/runbooks/incidents/settings.ts';
import type { IncidentWish } from '../../../src/runbooks/incidents/wish.ts';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const T0 = Date.UTC(2026, 10, 2, 3, 0);

export const ANA: IncidentPerson = { name: 'Ana', actor: 'slack:U0ANA' };
export const BOB: IncidentPerson = { name: 'Bob', actor: 'slack:U0BOB' };

export const SETTINGS: IncidentSettings = {
  ownChannel: false,
  updateEvery: { critical: 30 * MINUTE, error: HOUR },
  responseTimes: {
    critical: 15 * MINUTE,
    error: 30 * MINUTE,
    warning: 2 * HOUR,
    info: 24 * HOUR,
  },
};

export const ORDERS: IncidentGroup = {
  key: 'page.0011223344556677',
  title: 'High error rate · orders-api',
  state: 'firing',
  since: T0 - 5 * MINUTE,
};

/** An incident that Ana opened at T0. */
export function opened(own: Partial<Opening> = {}): Incident {
  const opening = {
    title: 'Checkout is down',
    severity: 'critical',
    channel: 'C0OPS',
    ...own,
  } as const;
  return openedIncident(opening, ANA, SETTINGS, T0)('INC-12').incident;
}

/** It after some wishes of somebody, each a minute later than the one before. @throws what was not done */
export function after(
  incident: Incident,
  wishes: readonly IncidentWish[],
  by = ANA,
  from = T0 + MINUTE,
): Incident {
  return wishes.reduce<Incident>((before, wish, index) => {
    const next = changedIncident(before, wish, by, SETTINGS, from + index * MINUTE);
    if ('why' in next) throw new Error(next.why);
    return next;
  }, incident);
}
