import { createServer } from 'node:http';
import { beforeEach, describe, expect, test } from 'vitest';
import { listen, type Listening } from '../../demo/listen.ts';
import { connect } from '../../src/store/redis/connect.ts';
import { createHealth, type HealthDeps } from '../../src/web/health.ts';
import { startRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';

const NOTHING = { inbox: 0, timers: 0, outbox: 0, deadLetters: 0 };

let server: Listening;
let deps: HealthDeps;

beforeEach(async () => {
  deps = {
    dependencies: [],
    details: async () => ({ waiting: NOTHING, failing: [] }),
    exposeMetrics: async () => ({ contentType: 'text/plain; version=0.0.4', body: 'up 1\n' }),
  };
  server = await listen(
    createServer((req, res) => {
      if (!createHealth(deps)(req, res)) res.writeHead(404).end('not mine');
    }),
  );
  return () => server.stop();
});

async function get(path: string, method = 'GET') {
  const answer = await fetch(`http://127.0.0.1:${server.port}${path}`, { method });
  return {
    status: answer.status,
    type: answer.headers.get('content-type'),
    body: await answer.text(),
  };
}

function depend(name: string, check: () => Promise<void>): void {
  deps = { ...deps, dependencies: [...deps.dependencies, { name, check }] };
}

describe('live', () => {
  test('says that the process runs, whatever else does not', async () => {
    depend('redis', () => Promise.reject(new Error('down')));
    const { status, type, body } = await get('/health/live?x=1');
    expect([status, type, JSON.parse(body)]).toEqual([200, 'application/json', { status: 'live' }]);
  });
});

describe('detailed', () => {
  const failing = [
    {
      integration: 'slack/#ops',
      since: '2026-01-06T03:12:00.000Z',
      why: 'the channel is archived',
    },
  ];

  test('says what waits, and that all is well', async () => {
    depend('redis', async () => {});
    const { status, body } = await get('/health/detailed');
    expect([status, JSON.parse(body)]).toEqual([
      200,
      { status: 'well', dependencies: { redis: 'ok' }, waiting: NOTHING, failing: [] },
    ]);
  });

  test('says whom nothing can be told, which keeps no alarm from being taken in', async () => {
    deps = { ...deps, details: async () => ({ waiting: NOTHING, failing }) };
    const { status, body } = await get('/health/detailed');
    expect([status, JSON.parse(body)]).toMatchObject([200, { status: 'degraded', failing }]);
  });

  test('asks no more of a store that does not answer', async () => {
    depend('redis', () => Promise.reject(new Error('down')));
    const { status, body } = await get('/health/detailed');
    expect([status, JSON.parse(body)]).toEqual([
      503,
      { status: 'not ready', dependencies: { redis: 'down' } },
    ]);
  });
});

describe('ready', () => {
  test('says that alarms can be taken in', async () => {
    depend('redis', async () => {});
    const { status, body } = await get('/health/ready');
    expect(status).toBe(200);
    expect(JSON.parse(body)).toEqual({ status: 'ready', dependencies: { redis: 'ok' } });
  });

  test('names what does not work, and why', async () => {
    depend('redis', () => Promise.reject(new Error('connect ECONNREFUSED')));
    depend('other', async () => {});
    const { status, body } = await get('/health/ready');
    expect(status).toBe(503);
    expect(JSON.parse(body)).toEqual({
      status: 'not ready',
      dependencies: { redis: 'connect ECONNREFUSED', other: 'ok' },
    });
  });

  test('does not wait for ever', async () => {
    depend('redis', () => new Promise(() => {}));
    const begun = performance.now();
    const { status, body } = await get('/health/ready');
    expect(status).toBe(503);
    expect(JSON.parse(body).dependencies).toEqual({ redis: 'no answer in time' });
    expect(performance.now() - begun).toBeLessThan(3_000);
  });

  test('follows a real Redis down', async () => {
    const redis = await startRedis();
    const client = connect({ url: redis.url }, () => {});
    depend('redis', async () => void (await client.ping()));
    expect((await get('/health/ready')).status).toBe(200);
    await redis.stop();
    const { status, body } = await until('it is noticed', async () => {
      const answer = await get('/health/ready');
      return answer.status === 503 && answer;
    });
    expect(status).toBe(503);
    expect(JSON.parse(body).dependencies.redis).not.toBe('ok');
    client.disconnect();
  });
});

describe('metrics', () => {
  test('are exposed with their content type', async () => {
    expect(await get('/metrics')).toEqual({
      status: 200,
      type: 'text/plain; version=0.0.4',
      body: 'up 1\n',
    });
  });

  test('that can not be read are an error, and no crash', async () => {
    deps = { ...deps, exposeMetrics: () => Promise.reject(new Error('a bug')) };
    expect(await get('/metrics')).toMatchObject({ status: 500 });
  });
});

test('other requests are left to others', async () => {
  expect((await get('/health')).body).toBe('not mine');
  expect((await get('/health/live', 'POST')).body).toBe('not mine');
  expect((await get('/health/live', 'HEAD')).status).toBe(200);
});
