import type { StoreStats } from '../engine/ports/stats.ts';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Something the bot can't do its work without. */
export interface Dependency {
  readonly name: string;
  /** Rejects, with words for people, when it does not work. */
  readonly check: () => Promise<void>;
}

/** How the bot is, beyond what it can't do its work without. */
export interface Details {
  readonly waiting: StoreStats;
  /** Whom nothing can be told now; since when, ISO 8601, and why. */
  readonly failing: readonly {
    readonly integration: string;
    readonly since: string;
    readonly why: string;
  }[];
}

export interface HealthDeps {
  readonly dependencies: readonly Dependency[];
  /** Rejects while the store does not answer. */
  readonly details: () => Promise<Details>;
  readonly exposeMetrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
}

const CHECK_TIMEOUT = 2_000;

/**
 * Answers `/health/live` (the process runs), `/health/ready` (it can take alarms in), `/health/detailed`
 * (the same, with what waits and whom nothing can be told) and `/metrics`.
 * False when the request is for somebody else.
 */
export function createHealth(
  deps: HealthDeps,
): (req: IncomingMessage, res: ServerResponse) => boolean {
  return (req, res) => {
    if (req.method !== 'GET' && req.method !== 'HEAD') return false;
    switch (req.url?.split('?', 1)[0]) {
      case '/health/live':
        answer(res, 200, { status: 'live' });
        return true;
      case '/health/ready':
        void ready(deps, res);
        return true;
      case '/health/detailed':
        void detailed(deps, res);
        return true;
      case '/metrics':
        void metrics(deps, res);
        return true;
      default:
        return false;
    }
  };
}

async function ready(deps: HealthDeps, res: ServerResponse): Promise<void> {
  const { isReady, dependencies } = await checked(deps);
  answer(res, isReady ? 200 : 503, { status: isReady ? 'ready' : 'not ready', dependencies });
}

/** Trouble with those it tells makes it no less able to take alarms in: the status says so, the code does not. */
async function detailed(deps: HealthDeps, res: ServerResponse): Promise<void> {
  const { isReady, dependencies } = await checked(deps);
  const details = isReady ? await deps.details().catch(() => undefined) : undefined;
  const isWell = details?.failing.length === 0;
  const status = isReady ? (isWell ? 'well' : 'degraded') : 'not ready';
  answer(res, isReady ? 200 : 503, { status, dependencies, ...details });
}

async function checked({ dependencies }: HealthDeps): Promise<{
  readonly isReady: boolean;
  readonly dependencies: Readonly<Record<string, string>>;
}> {
  const results = await Promise.all(
    dependencies.map(async ({ name, check }) => {
      try {
        await Promise.race([check(), timeout()]);
        return [name, 'ok'] as const;
      } catch (error) {
        return [name, error instanceof Error ? error.message : 'failed'] as const;
      }
    }),
  );
  return {
    isReady: results.every(([, state]) => state === 'ok'),
    dependencies: Object.fromEntries(results),
  };
}

async function metrics({ exposeMetrics }: HealthDeps, res: ServerResponse): Promise<void> {
  try {
    const { contentType, body } = await exposeMetrics();
    res.writeHead(200, { 'content-type': contentType }).end(body);
  } catch {
    answer(res, 500, { status: 'metrics can not be read' });
  }
}

function timeout(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error('no answer in time')), CHECK_TIMEOUT).unref();
  });
}

function answer(res: ServerResponse, status: number, body: object): void {
  res.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
