import type { Alert, Flapping } from '../../../src/alert/alert.ts';
import type { Delivery, Group, Member, Mute } from '../../../src/alert/group.ts';
import type { Labels } from '../../../src/alert/labels.ts';
import type { Severity } from '../../../src/alert/severity.ts';
import type { Annotations, Link } from '../../../src/alert/signal.ts';
import { viewOf, type DeliveryView } from '../../../src/delivery/view.ts';

/** A Wednesday at noon: when the tests' groups are looked at. */
export const NOON = Date.parse('2026-03-04T12:00:00Z');

export interface AlertSample {
  readonly name?: string;
  readonly fingerprint?: string;
  readonly severity?: Severity;
  readonly labels?: Labels;
  readonly annotations?: Annotations;
  readonly links?: readonly Link[];
  /** Minutes before NOON. */
  readonly since?: number;
  readonly until?: number;
  readonly flapping?: Flapping;
  readonly home?: string;
  readonly muted?: Mute;
  readonly value?: number;
  readonly threshold?: number;
}

export interface GroupSample {
  readonly key?: string;
  readonly integration?: string;
  readonly labels?: Labels;
  readonly alerts?: readonly AlertSample[];
  readonly delivery?: Omit<Partial<Delivery>, 'toldAt'> & Pick<DeliveryView, 'told'>;
  readonly revision?: number;
  readonly now?: number;
  /** What the group's record says of who has it on and what was done about it. */
  readonly standing?: Pick<Group, 'acknowledged' | 'escalation' | 'lately'>;
}

/** What was decided by a flush at noon. */
export const DUE = {
  at: NOON,
  reason: 'first notification',
  traceId: '0af7651916cd43dd8448eb211c80319c',
  receivedAt: NOON - 1_000,
} as const;

/** Six changes within ten minutes, and not calm for a minute yet. */
export const FLAPPING: Flapping = { changes: 6, window: 600_000, until: NOON + 540_000 };

/** A group as an adapter sees it; by default one critical alarm that fires since 11:53 and is due. */
export function sampleView(sample: GroupSample = {}): DeliveryView {
  const { key = 'ops.0011223344556677', labels = {}, alerts: samples = [{}], now = NOON } = sample;
  const integration = sample.integration ?? 'slack/#incidents';
  const alerts = samples.map(sampleAlert);
  const { told, ...delivery } = sample.delivery ?? {};
  const group: Group = {
    key,
    routeId: 'ops',
    labels,
    createdAt: NOON - 60_000,
    revision: sample.revision ?? 3,
    ...sample.standing,
    deliveries: {
      [integration]: {
        wanted: 3,
        shown: 0,
        episode: NOON - 1_000,
        due: DUE,
        ...delivery,
        ...(told !== undefined && { toldAt: told.at }),
      },
    },
  };
  const members = new Map<string, Member>(
    alerts.map(({ fingerprint, severity, startsAt, endsAt, flapping }, index) => [
      fingerprint,
      {
        severity,
        startsAt,
        revision: 1,
        ...(endsAt !== undefined && { endsAt }),
        ...(flapping && { flapping }),
        ...ofMember(samples[index]),
      },
    ]),
  );
  return viewOf({ now, group, members, ...(told && { told }) }, integration, alerts);
}

/** The view without anything to notify: a mere edit. */
export function editOf(view: DeliveryView): DeliveryView {
  const { due: _due, ...rest } = view;
  return rest;
}

function ofMember({ home, muted }: AlertSample = {}): Pick<Member, 'home' | 'muted'> {
  return { ...(home !== undefined && { home }), ...(muted !== undefined && { muted }) };
}

export function sampleAlert(sample: AlertSample, index = 0): Alert {
  const { name = 'High error rate', severity = 'critical', since = 7, until } = sample;
  return {
    fingerprint: sample.fingerprint ?? String(index).padStart(16, '0'),
    source: 'cloudwatch',
    nature: 'state',
    severity,
    labels: { alertname: name, account: '111122223333', region: 'us-east-1', ...sample.labels },
    annotations: sample.annotations ?? { summary: '5XX share 12.4 %, over 10 % for 5 min' },
    links: sample.links ?? [],
    ...(sample.value !== undefined && { value: sample.value }),
    ...(sample.threshold !== undefined && { threshold: sample.threshold }),
    startsAt: NOON - since * 60_000,
    ...(until !== undefined && { endsAt: NOON - until * 60_000 }),
    ...(sample.flapping && { flapping: sample.flapping }),
    changedAt: NOON - since * 60_000,
    seenAt: NOON,
    occurrences: 1,
    groups: ['ops.0011223344556677'],
  };
}
