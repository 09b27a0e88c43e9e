import type { Alert } from '../../src/alert/alert.ts';
import type { Delivery, Group, Member } from '../../src/alert/group.ts';
import type { Commit } from '../../src/engine/ports/event-store.ts';
import { NO_CHANGES, type Changes, type Effect } from '../../src/rules/draft.ts';
import type { OutcomeEvent, Arrival } from '../../src/rules/event.ts';
import { signal } from '../rules/make.ts';

export function arrivalOf(name: string): Arrival {
  return { type: 'signals', traceId: name, signals: [signal(name)] };
}

export function alertOf(fingerprint: string, rest: Partial<Alert> = {}): Alert {
  return {
    fingerprint,
    source: 'tocsin',
    nature: 'state',
    severity: 'warning',
    labels: { alertname: fingerprint },
    annotations: {},
    links: [],
    startsAt: 0,
    changedAt: 0,
    seenAt: 0,
    occurrences: 1,
    groups: [],
    ...rest,
  };
}

export function groupOf(key: string, rest: Partial<Group> = {}): Group {
  return { key, routeId: 'root', labels: {}, createdAt: 0, revision: 1, deliveries: {}, ...rest };
}

export const MEMBER: Member = { severity: 'warning', startsAt: 0, revision: 1 };
export const OPEN: Delivery = { wanted: 1, shown: 0 };

export function effectOf(group: string, integration: string): Effect {
  return { kind: 'deliver', group, integration, severity: 'error', traceId: 'trace' };
}

export function outcomeOf(group: string, integration: string): OutcomeEvent {
  return {
    type: 'outcome',
    traceId: 'trace',
    group,
    integration,
    result: 'delivered',
    revision: 1,
    firing: [],
    resolved: [],
  };
}

/** A record of which only the version counts. */
export function atVersion(version: number) {
  return { version, value: undefined };
}

/** What a commit writes; what it leaves out it does not touch. */
export function changesOf(rest: Partial<Changes>): Changes {
  return { ...NO_CHANGES, ...rest };
}

export function commitOf(
  cause: Commit['cause'],
  changes: Partial<Changes>,
  rest: Partial<Commit> = {},
): Commit {
  const complete = changesOf(changes);
  return {
    cause,
    changes: complete,
    expectedAlerts: new Map([...complete.alerts.keys()].map((id) => [id, atVersion(0)])),
    expectedGroups: new Map([...complete.groups.keys()].map((key) => [key, atVersion(0)])),
    now: 1_000,
    firstVersion: 1_000,
    ...rest,
  };
}
