import type { IncomingMessage, ServerResponse } from 'node:http';

/** Something the bot can't do its work without. */
export interface Dependency {
  readonly name: string;
  /** Rejects, with words for people, when it does not work. */
  readonly check: () => Promise<void>;
}

export interface HealthDeps {
  readonly dependencies: readonly Dependency[];
  readonly exposeMetrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
}

const CHECK_TIMEOUT = 2_000;

/**
 * Answers `/health/live` (the process runs), `/health/ready` (it can take alarms in) and `/metrics`.
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
      case '/metrics':
        void metrics(deps, res);
        return true;
      default:
        return false;
    }
  };
}

async function ready({ dependencies }: HealthDeps, res: ServerResponse): Promise<void> {
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
  const isReady = results.every(([, state]) => state === 'ok');
  answer(res, isReady ? 200 : 503, {
    status: isReady ? 'ready' : 'not ready',
    dependencies: Object.fromEntries(results),
  });
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
