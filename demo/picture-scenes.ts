import type { Alert } from '../src/alert/alert.ts';
import type { Group, Happening, Member, Mute } from '../src/alert/group.ts';
import type { Labels } from '../src/alert/labels.ts';
import type { Severity } from '../src/alert/severity.ts';
import type { GroupSnapshot } from '../src/engine/ports/delivery-store.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** From the begin of most of them to the picture. */
const LASTED = 7 * MINUTE;

/** What a picture shows: a group as it was at several times, the last one being the picture. */
export interface Scene {
  readonly name: string;
  /** Whether it shows the thread, too. */
  readonly thread: boolean;
  readonly moments: readonly Moment[];
}

export interface Moment {
  readonly snapshot: Pick<GroupSnapshot, 'group' | 'members'>;
  readonly alerts: readonly Alert[];
  /** Epoch milliseconds. */
  readonly at: number;
  /** Why people are told; absent for a mere change of what they see. */
  readonly reason?: 'first notification' | 'new alerts' | 'escalated' | 'flapping' | 'all resolved';
}

interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly summary: string;
  readonly description?: string;
  readonly severity?: Severity;
  readonly value?: number;
  readonly flapping?: boolean;
  readonly muted?: Mute;
  readonly over?: boolean;
  readonly home?: string;
}

/** All pictures, as they are at `now`, epoch milliseconds. */
export function scenes(now: number): readonly Scene[] {
  const began = now - LASTED;
  const orders = group({ began, labels: { service: 'orders-api', stage: 'prod' } });
  const share = (endpoint: string, value: number, more: Partial<Sample> = {}): Sample => ({
    name: 'High error rate',
    labels: { endpoint },
    summary: `5XX share ${value} % over 10 % for 5 min`,
    description:
      'More than one request in ten fails. Look at the latest deployment first, then at the provider’s status page.',
    value,
    ...more,
  });
  const failing = [share('checkout', 18.1), share('orders', 12.4), share('cart', 10.9)];
  const paged = did('paged', { at: began + 1_000, revision: 2, to: ['payments-primary'] });
  const taken = did('acknowledged', { at: now - 3 * MINUTE, revision: 3, by: 'Ana Díaz' });
  const called = did('escalated', { at: now - 2 * MINUTE, revision: 3, to: ['payments-lead'] });
  const { by = '', at } = taken;
  const acknowledged = { by, at, severity: 'critical' as const };
  const one = orders.moment(failing.slice(0, 1), { reason: 'first notification' });
  const onePaged = orders.moment(failing.slice(0, 1), { lately: [paged] });
  const firing = orders.moment(failing, { reason: 'first notification' });
  const withPage = orders.moment(failing, { lately: [paged] });
  const withTaken = orders.moment(failing, { lately: [paged, taken], acknowledged });
  const disk = group({ began: now - 26 * MINUTE, labels: { service: 'search' } });
  const slow = group({ began: now - 40 * MINUTE, labels: { service: 'recommender' } });
  const storm = group({ began: now - 2 * MINUTE, labels: {}, key: 'page.storm' });

  return [
    { name: 'firing', thread: false, moments: [one] },
    {
      name: 'firing-many',
      thread: true,
      moments: [one, onePaged, orders.moment(failing, { lately: [paged], reason: 'new alerts' })],
    },
    { name: 'acknowledged', thread: true, moments: [firing, withPage, withTaken] },
    {
      name: 'escalated',
      thread: true,
      moments: [
        firing,
        withPage,
        orders.moment(failing, { lately: [paged, called], reason: 'escalated', step: 1 }),
      ],
    },
    {
      name: 'resolved',
      thread: true,
      moments: [
        firing,
        withPage,
        withTaken,
        orders.moment(
          failing.map((one) => ({ ...one, over: true })),
          { lately: [paged, taken], reason: 'all resolved' },
        ),
      ],
    },
    {
      name: 'flapping',
      thread: true,
      moments: [false, true].map((flapping) =>
        slow.moment(
          [
            {
              name: 'Slow predictions',
              labels: {},
              severity: 'warning',
              summary: 'ModelLatency p99 640 ms over 500 ms for 3 min',
              flapping,
            },
          ],
          { reason: flapping ? 'flapping' : 'first notification' },
        ),
      ),
    },
    {
      name: 'silenced',
      thread: true,
      moments: [undefined, { by: 'silence', id: '1f3a9c2e', until: now + 2 * HOUR } as const].map(
        (muted) =>
          disk.moment(
            ['node-1', 'node-2', 'node-3'].map((host, index) => ({
              name: 'Disk nearly full',
              labels: { host },
              severity: 'error',
              summary: `disk_used_percent ${91 + index} % over 90 % for 15 min`,
              value: 91 + index,
              ...(muted !== undefined && index < 2 && { muted }),
            })),
            muted === undefined
              ? { reason: 'first notification' }
              : {
                  lately: [
                    did('silenced', {
                      at: now,
                      revision: 2,
                      by: 'Ben Ito',
                      until: now + 2 * HOUR,
                      why: 'disks are being replaced',
                    }),
                  ],
                },
          ),
      ),
    },
    {
      name: 'digest',
      thread: false,
      moments: [
        storm.moment(
          ['orders', 'checkout', 'cart', 'search', 'billing', 'login', 'mail'].map(
            (service, index) => ({
              name: `${service}-5xx`,
              labels: { service },
              severity: index < 2 ? 'critical' : 'error',
              summary: `5XX share ${48 - 5 * index} % over 10 % for 5 min`,
              home: service,
            }),
          ),
          { reason: 'first notification' },
        ),
      ],
    },
  ];
}

function did(what: Happening['what'], rest: Omit<Happening, 'what'>): Happening {
  return { what, ...rest };
}

interface Changes extends Pick<Group, 'acknowledged' | 'lately'> {
  readonly reason?: Moment['reason'];
  /** How many steps of its escalation were taken. */
  readonly step?: number;
}

function group(options: {
  readonly began: number;
  readonly labels: Labels;
  readonly key?: string;
}): { readonly moment: (samples: readonly Sample[], changes: Changes) => Moment } {
  const { began, labels, key = 'page.0011223344556677' } = options;
  return {
    moment(samples, { reason, step = 0, ...changes }) {
      const alerts = samples.map((sample) => alertOf(sample, labels, began));
      return {
        snapshot: {
          group: {
            key,
            routeId: 'page',
            labels,
            createdAt: began,
            revision: changes.lately?.at(-1)?.revision ?? 1,
            escalation: { since: began, step },
            deliveries: {},
            ...changes,
          },
          members: new Map(
            alerts.map((alert, index) => [alert.fingerprint, memberOf(alert, samples[index])]),
          ),
        },
        alerts,
        at: atOf(changes.lately?.at(-1)?.at, reason, began),
        ...(reason !== undefined && { reason }),
      };
    },
  };
}

/** When a moment is looked at: as soon as it was so. */
function atOf(done: number | undefined, reason: Moment['reason'], began: number): number {
  if (reason === 'first notification') return began;
  return reason === 'all resolved' ? began + LASTED : (done ?? began + LASTED);
}

function alertOf(sample: Sample, shared: Labels, began: number): Alert {
  const { name, summary, description, severity = 'critical', value } = sample;
  return {
    fingerprint: [name, ...Object.values(sample.labels)].join(' '),
    source: 'cloudwatch',
    nature: 'state',
    severity,
    labels: {
      alertname: name,
      account: '111122223333',
      region: 'us-east-1',
      ...shared,
      ...sample.labels,
    },
    annotations: {
      summary,
      measured: summary,
      unit: '%',
      ...(description !== undefined && { description }),
    },
    links: [
      { title: 'Console', url: 'https://us-east-1.console.aws.amazon.com/cloudwatch/home' },
      { title: 'Runbook', url: 'https://runbooks.example.com/high-error-rate' },
      { title: 'Logs', url: 'https://logs.example.com/orders-api' },
    ],
    ...(value !== undefined && { value, threshold: 10 }),
    startsAt: began,
    ...(sample.over === true && { endsAt: began + LASTED }),
    changedAt: began,
    seenAt: began,
    occurrences: 1,
    groups: [],
  };
}

function memberOf(alert: Alert, sample: Sample | undefined): Member {
  const { severity, startsAt, endsAt } = alert;
  const { flapping, muted, home } = sample ?? {};
  const mark = { changes: 6, window: 10 * MINUTE, until: startsAt + 24 * HOUR };
  return {
    severity,
    startsAt,
    revision: 1,
    ...(endsAt !== undefined && { endsAt }),
    ...(flapping === true && { flapping: mark }),
    ...(muted !== undefined && { muted }),
    ...(home !== undefined && { home }),
  };
}
