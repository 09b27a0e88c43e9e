import type { Signal } from '../../src/alert/signal.ts';
import type { Silence, WrittenMatcher } from '../../src/alert/silence.ts';

/** What grows while everything else, and what is measured, stays the same. */
export interface Series {
  readonly name: string;
  readonly sizes: readonly number[];
  /** The config of the bot at a size. */
  readonly config: (size: number) => object;
  /** The labels of the alerts that fire all the time, and the silences. */
  readonly firing?: (size: number) => readonly Signal['labels'][];
  readonly silences?: (size: number) => readonly Silence[];
  /** The labels of the nth alert that fires and recovers while it is measured. */
  readonly mover: (index: number, size: number) => Signal['labels'];
}

/** Values that the measured alerts share: the same at each size. */
const SERVICES = 20;
const HOUR = 60 * 60 * 1000;

/** No group flushes while it is measured. */
const route = {
  receiver: 'sink',
  group_by: ['service'],
  group_wait: '1h',
  group_interval: '1h',
  repeat_interval: '4h',
};

const mover = (index: number) => ({
  alertname: `errors-${index % 100}`,
  service: `svc-${index % SERVICES}`,
  instance: `host-${index}`,
});

export const SERIES: readonly Series[] = [
  {
    name: 'silences, each of one value',
    sizes: [10, 100, 1_000, 10_000],
    config: () => ({ route }),
    silences: (size) =>
      numbers(size).map((n) => silence(n, { name: 'service', operator: '=', value: `svc-${n}` })),
    mover,
  },
  {
    name: 'silences, 10 % of them regular expressions',
    sizes: [10, 100, 1_000, 10_000],
    config: () => ({ route }),
    silences: (size) =>
      numbers(size).map((n) =>
        n % 10 === 9
          ? silence(n, expressionOf(Math.floor(n / 10)))
          : silence(n, { name: 'service', operator: '=', value: `svc-${n}` }),
      ),
    mover,
  },
  {
    name: 'firing alerts in groups of ten',
    sizes: [100, 1_000, 10_000, 100_000],
    config: () => ({ route }),
    firing: (size) =>
      numbers(size).map((n) => ({
        alertname: 'old',
        service: `old-${n % (size / 10)}`,
        n: `${n}`,
      })),
    mover,
  },
  {
    name: 'firing alerts in one group',
    sizes: [100, 1_000, 10_000, 100_000],
    config: () => ({ route: { ...route, group_by: [] } }),
    firing: (size) => numbers(size).map((n) => ({ alertname: 'old', instance: `old-${n}` })),
    mover,
  },
  {
    name: 'inhibit rules',
    sizes: [10, 100, 1_000],
    config: (size) => ({
      route,
      inhibit_rules: numbers(size).map((n) => ({
        source_matchers: [`alertname="errors-${n}"`],
        target_matchers: [`service="svc-${n}"`],
        equal: ['cluster'],
      })),
    }),
    // One rule's source and one's target, at each size.
    mover: (index) => ({
      ...mover(index),
      alertname: `errors-${index % 10}`,
      service: `svc-${index % 10}`,
    }),
  },
  {
    name: 'firing alerts that inhibit under one key',
    sizes: [10, 100, 1_000, 10_000],
    config: () => ({
      route,
      inhibit_rules: [
        {
          source_matchers: ['alertname="down"'],
          target_matchers: ['alertname=~"errors-.*"'],
          equal: ['cluster'],
        },
      ],
    }),
    firing: (size) => numbers(size).map((n) => ({ alertname: 'down', service: `old-${n}` })),
    mover: (index) => ({ ...mover(index), ...(index % 2 === 0 && { alertname: 'down' }) }),
  },
  {
    name: 'routes',
    sizes: [10, 100, 1_000, 10_000],
    config: (size) => ({
      route: {
        ...route,
        routes: numbers(size).map((n) => ({
          matchers: [
            n % 10 === 9 ? `service=~"svc-${n}|other-${n}"` : `service="svc-${n}"`,
            'alertname=~"errors-.*"',
          ],
        })),
      },
    }),
    mover: (index, size) => ({ ...mover(index), service: `svc-${size - 1 - (index % 10)}` }),
  },
];

/** A third each: by how a value begins, by some values, and by how it ends. */
function expressionOf(n: number): WrittenMatcher {
  const value = [`host-${n}x.*`, `host-${n}|other-${n}`, `.*-${n}x`][n % 3] ?? '';
  return { name: 'instance', operator: '=~', value };
}

function silence(n: number, matcher: WrittenMatcher): Silence {
  const now = Date.now();
  return {
    id: `silence-${n}`,
    matchers: [matcher],
    startsAt: now,
    endsAt: now + 24 * HOUR,
    createdBy: 'bench',
    comment: 'planned work',
  };
}

function numbers(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => index);
}
