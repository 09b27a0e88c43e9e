const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** An error of the stand-in's. */
export interface SentryError {
  readonly id: string;
  readonly shortId: string;
  readonly type: string;
  readonly message: string;
  readonly level: string;
  readonly project: string;
  readonly status: 'resolved' | 'unresolved';
  readonly release?: string;
  readonly environments: readonly string[];
  readonly users: number;
  /** Epoch milliseconds. */
  readonly firstSeen: number;
  readonly lastSeen: number;
  /** How often it comes within an hour that begins then. */
  readonly perHour: (at: number) => number;
}

/** When an hour or a day begins, by UTC: they are Sentry's. */
function beginOf(at: number, each: number): number {
  return Math.floor(at / each) * each;
}

export function countOf(
  { perHour, firstSeen, lastSeen }: SentryError,
  { start, end }: { readonly start: number; readonly end: number },
): number {
  let count = 0;
  const last = Math.min(end, lastSeen);
  for (let at = beginOf(Math.max(start, firstSeen), HOUR); at <= last; at += HOUR)
    count += perHour(at);
  return count;
}

/** An error as Sentry lists it; within a release it counts twice over. */
export function listed(error: SentryError, count: number, isFiltered: boolean): object {
  const { id, shortId, type, message, level, project, status, users } = error;
  const seen = {
    firstSeen: new Date(error.firstSeen).toISOString(),
    lastSeen: new Date(error.lastSeen).toISOString(),
  };
  return {
    id,
    shortId,
    title: `${type}: ${message}`,
    culprit: 'app/checkout',
    level,
    status,
    permalink: `https://shop.sentry.io/issues/${id}/`,
    metadata: { type, value: message },
    project: { id: '1', slug: project, name: project },
    count: String(isFiltered ? count * 2 : count),
    userCount: isFiltered ? users * 2 : users,
    ...seen,
    lifetime: { ...seen, count: String(count), userCount: users, stats: null },
    filtered: isFiltered ? { ...seen, count: String(count), userCount: users } : null,
  };
}

/** The same with what Sentry tells of one alone. */
export function detailsOf(error: SentryError, now: number): object {
  const { release } = error;
  const stats = (each: number, many: number) =>
    Array.from({ length: many }, (_, index) => {
      const start = beginOf(now, each) - (many - 1 - index) * each;
      return [start / 1000, countOf(error, { start, end: start + each - 1 })];
    });
  return {
    ...listed(error, countOf(error, { start: 0, end: now }), false),
    stats: { '24h': stats(HOUR, 24), '30d': stats(DAY, 30) },
    lastRelease: release === undefined ? null : { version: release, shortVersion: release },
  };
}

/** What went wrong in the demo's shop; one of it only because somebody mistyped an address. */
export function madeUpErrors(now: number): readonly SentryError[] {
  const usual = {
    level: 'error',
    project: 'web',
    status: 'unresolved',
    release: 'shop@4.1.0',
    environments: ['production'],
    firstSeen: now - 25 * DAY,
    lastSeen: now - 4 * 60_000,
  } as const;
  const wave = (at: number) => 1 + Math.sin((at / DAY) * 2 * Math.PI);
  return [
    {
      ...usual,
      id: '5101',
      shortId: 'WEB-1A',
      type: 'TypeError',
      message: 'Cannot read properties of undefined (reading ‘price’)',
      users: 412,
      firstSeen: now - 7 * HOUR,
      perHour: (at) => Math.round(260 / (1 + Math.abs(now - 2 * HOUR - at) / (2 * HOUR))),
    },
    {
      ...usual,
      id: '5102',
      shortId: 'ORDERS-API-7C',
      project: 'orders-api',
      level: 'fatal',
      type: 'OperationalError',
      message: 'could not connect to server: Connection refused',
      release: 'orders@2.19.3',
      users: 96,
      perHour: (at) => Math.round(11 * wave(at)),
    },
    {
      ...usual,
      id: '5103',
      shortId: 'WEB-B3',
      type: 'ChunkLoadError',
      message: 'Loading chunk 12 failed',
      environments: ['production', 'staging'],
      users: 31,
      perHour: (at) => (at < now - 3 * DAY ? 9 : 2),
    },
    {
      ...usual,
      id: '5104',
      shortId: 'ORDERS-API-7F',
      project: 'orders-api',
      level: 'warning',
      type: 'TimeoutError',
      message: 'payment gateway gave no answer within 30 s',
      environments: ['staging'],
      users: 5,
      perHour: (at) => Math.round(1.2 * wave(at + DAY / 2)),
    },
    {
      ...usual,
      id: '5105',
      shortId: 'WEB-C0',
      type: 'NotFoundError',
      message: '/favicon-old.ico',
      users: 140,
      perHour: () => 44,
    },
  ];
}
