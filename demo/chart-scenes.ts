import type {
  Chart,
  Distributions,
  Frequencies,
  Picture,
  Point,
  Series,
} from '../src/metrics/charts/chart.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
/** A night at the end of November in Berlin. */
const TO = Date.UTC(2026, 10, 21, 2, 45);
const FROM = TO - 3 * HOUR;
const RAISED = TO - 33 * MINUTE;
const OVER = TO - 14 * MINUTE;

/** A picture for the documentation. */
export interface ChartScene {
  readonly name: string;
  readonly picture: Picture;
}

/** What charts look like: in every state that people will see. The same at every call. */
export function chartScenes(): readonly ChartScene[] {
  const incident = errorShare();
  return [
    { name: 'thresholds', picture: incident },
    { name: 'thresholds-dark', picture: { ...incident, theme: 'dark' } },
    { name: 'gaps', picture: withGaps() },
    { name: 'band', picture: expected() },
    { name: 'many', picture: endpoints(13) },
    { name: 'many-dark', picture: { ...endpoints(4), theme: 'dark' } },
    { name: 'below', picture: clickThrough() },
    { name: 'empty', picture: { ...incident, series: [], marks: [] } },
    { name: 'drift', picture: drifted() },
    { name: 'categories', picture: categoriesDrifted() },
  ];
}

/** An hour and a half of errors: up, over the limit, back. */
function errorShare(): Chart {
  const at = (time: number): number => {
    const calm = 0.6 + 0.35 * wave(time, 1);
    const rise = Math.max(0, 1 - Math.abs(time - (RAISED + 6 * MINUTE)) / (20 * MINUTE));
    return calm + 17 * rise ** 1.4;
  };
  return {
    title: 'High error rate · orders-api · prod',
    unit: '%',
    series: [{ label: '5XX share', period: MINUTE, points: every(MINUTE, at) }],
    thresholds: [
      { label: 'warning', value: 5, severity: 'warning' },
      { label: 'critical', value: 10, severity: 'critical' },
    ],
    marks: [
      { at: RAISED - 12 * MINUTE, label: 'deploy 4.12.0' },
      { at: RAISED, label: 'raised' },
      { at: OVER, label: 'resolved' },
    ],
    from: FROM,
    to: TO,
    timeZone: 'Europe/Berlin',
    theme: 'light',
  };
}

/** What is not there is not drawn: half an hour without data, a value by itself. */
function withGaps(): Chart {
  const latency = (time: number): number => 640 + 420 * wave(time, 2) + 500 * wave(time / 4, 1);
  const isMissing = ({ at }: Point): boolean =>
    (at > FROM + 50 * MINUTE && at < FROM + 80 * MINUTE && at !== FROM + 65 * MINUTE) ||
    at > TO - 10 * MINUTE;
  const points = every(MINUTE, latency).filter((point) => !isMissing(point));
  return {
    title: 'p99 latency · checkout',
    unit: 'ms',
    series: [{ label: 'p99', period: MINUTE, points }],
    thresholds: [{ label: 'critical', value: 1000, severity: 'critical' }],
    from: FROM,
    to: TO,
    timeZone: 'Europe/Berlin',
    theme: 'light',
  };
}

/** CloudWatch's anomaly detection: the band of what was expected, over two days. */
function expected(): Chart {
  const from = TO - 2 * DAY;
  const day = (time: number): number => 9_000 - 6_500 * Math.cos((2 * Math.PI * time) / DAY);
  const odd = (time: number): number => (time > TO - 5 * HOUR && time < TO - 2 * HOUR ? 0.45 : 1);
  const requests = every(
    5 * MINUTE,
    (time) => day(time) * odd(time) * (1 + 0.06 * (wave(time, 3) - 0.5)),
    from,
  );
  const edge = (factor: number): Point[] => every(5 * MINUTE, (time) => day(time) * factor, from);
  return {
    title: 'Requests · storefront',
    unit: '/s',
    series: [{ label: 'requests', period: 5 * MINUTE, points: requests }],
    bands: [{ label: 'expected', period: 5 * MINUTE, lower: edge(0.8), upper: edge(1.2) }],
    from,
    to: TO,
    timeZone: 'America/New_York',
    theme: 'light',
  };
}

function endpoints(count: number): Chart {
  const names = [
    'checkout',
    'orders',
    'cart',
    'search',
    'recommendations-by-user-segment',
    'sign-in',
    'catalogue',
    'prices',
    'stock',
    'reviews',
    'vouchers',
    'wishlist',
    'newsletter',
  ];
  const series = names.slice(0, count).map((label, index): Series => {
    const level = 320 / (index + 1) + 30;
    const value = (time: number): number =>
      level * (0.8 + 0.4 * wave(time + index * HOUR, 1 + index));
    return { label, period: 5 * MINUTE, points: every(5 * MINUTE, value) };
  });
  return {
    title: 'p95 latency by endpoint',
    unit: 'ms',
    series,
    thresholds: [{ label: 'target', value: 250, severity: 'info' }],
    from: FROM,
    to: TO,
    timeZone: 'Europe/Berlin',
    theme: 'light',
  };
}

/** Less is worse. */
function clickThrough(): Chart {
  const from = TO - 14 * DAY;
  const rate = (time: number): number =>
    3.1 - (0.9 * Math.max(0, time - TO + 5 * DAY)) / (5 * DAY) + 0.25 * (wave(time, 2) - 0.5);
  return {
    title: 'Click-through rate · recommender 7',
    unit: '%',
    series: [{ label: 'CTR', period: HOUR, points: every(HOUR, rate, from) }],
    thresholds: [
      { label: 'warning', value: 2.5, severity: 'warning', bad: 'below' },
      { label: 'critical', value: 2, severity: 'critical', bad: 'below' },
    ],
    marks: [{ at: TO - 5 * DAY, label: 'model 7.3' }],
    from,
    to: TO,
    timeZone: 'Europe/Berlin',
    theme: 'dark',
  };
}

function drifted(): Distributions {
  const edges = Array.from({ length: 25 }, (_, index) => index * 10);
  const bell = (middle: number, width: number): number[] =>
    edges.slice(0, -1).map((edge) => 1000 * Math.exp(-(((edge + 5 - middle) / width) ** 2) / 2));
  return {
    title: 'price · recommender 7',
    note: 'KS 0.42, PSI 0.61: drifted',
    unit: 'USD',
    edges,
    reference: { label: 'training', counts: bell(90, 30) },
    current: { label: 'last hour', counts: bell(125, 38) },
    theme: 'light',
  };
}

function categoriesDrifted(): Frequencies {
  const sources = {
    organic: [4_100, 2_750],
    'paid search': [2_300, 1_900],
    newsletter: [1_250, 420],
    'partner: price comparison of household appliances': [880, 2_960],
    'social media': [640, 610],
    direct: [510, 530],
    'app 5.0': [0, 470],
  };
  const counts = Object.values(sources);
  return {
    title: 'source · recommender 7',
    note: 'χ² 2,941 (18 df), p < 0.001: drifted',
    categories: Object.keys(sources),
    reference: { label: 'training', counts: counts.map(([was = 0]) => was) },
    current: { label: 'last hour', counts: counts.map(([, is = 0]) => is) },
    others: { categories: 12, reference: 320, current: 360 },
    theme: 'light',
  };
}

function every(period: number, value: (at: number) => number, from = FROM): Point[] {
  return Array.from({ length: Math.floor((TO - from) / period) + 1 }, (_, index) => {
    const at = from + index * period;
    return { at, value: value(at) };
  });
}

/** Between 0 and 1, uneven as measurements are, the same for the same time. */
function wave(time: number, seed: number): number {
  const minutes = time / MINUTE;
  const sum =
    Math.sin(minutes / 7 + seed) +
    Math.sin(minutes / 3.1 + 2 * seed) +
    Math.sin(minutes * 1.7 * seed);
  return (sum + 3) / 6;
}
