import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeSnsSigner } from '../../demo/certificates.ts';
import type { App, Role } from '../../src/app.ts';
import { createChatQueue } from '../../src/jobs/chat-queue.ts';
import { startBot } from '../support/bot.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import type { SnsCertificate } from '../support/world.ts';

const TOKEN = 'a-token-of-24-characters';
const HTML = { accept: 'text/html,application/xhtml+xml' };

let redis: TestRedis;
let sns: SnsCertificate;
let bot: App;
const lines: string[] = [];

beforeAll(async () => {
  [redis, sns] = await Promise.all([startRedis(), makeSnsSigner({ region: 'us-east-1' })]);
  bot = await start(`web: { token: ${TOKEN} }`);
});
afterAll(async () => {
  await bot.stop();
  await redis.stop();
});

function start(extra: string, roles: readonly Role[] = ['web']): Promise<App> {
  const config = `
redis: { url: "${redis.url}" }
http: { listen: "127.0.0.1:0" }
${extra}`;
  return startBot({ config, sns, roles, onLog: (line) => lines.push(line) });
}

interface Asked {
  readonly method?: string;
  readonly cookie?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly form?: Readonly<Record<string, string>>;
  readonly at?: App;
}

async function ask(path: string, { method, cookie, headers, form, at = bot }: Asked = {}) {
  const answer = await fetch(`${at.url}${path}`, {
    redirect: 'manual',
    method: method ?? (form === undefined ? 'GET' : 'POST'),
    headers: { ...headers, ...(cookie !== undefined && { cookie }) },
    ...(form !== undefined && { body: new URLSearchParams(form) }),
  });
  return { status: answer.status, headers: answer.headers, body: await answer.text() };
}

/** The cookie of somebody who has just signed in. */
async function signIn(): Promise<string> {
  await redis.client.flushall();
  const { status, headers } = await ask('/sign-in', { form: { token: TOKEN } });
  expect(status).toBe(303);
  return (headers.get('set-cookie') ?? '').split(';')[0] ?? '';
}

describe('there are no pages', () => {
  test.each<[string, string, readonly Role[]]>([
    ['where the config has no token', '', ['web']],
    ['in a process that has not the role', `web: { token: ${TOKEN} }`, ['intake', 'worker']],
  ])('%s', async (_, extra, roles) => {
    const other = await start(extra, roles);
    try {
      for (const path of ['/queues', '/queues/api/queues', '/sign-in', '/sign-out']) {
        expect((await ask(path, { at: other, headers: HTML })).status).toBe(404);
      }
    } finally {
      await other.stop();
    }
  });

  test('beside the board', async () => {
    expect((await ask('/queuesque', { cookie: await signIn() })).status).toBe(404);
  });
});

describe('who has not signed in', () => {
  test('is asked to, and then comes to the page that was wanted', async () => {
    const { status, headers } = await ask('/queues/queue/chat?status=failed', { headers: HTML });
    expect(status).toBe(303);
    const page = await ask(headers.get('location') ?? '');
    expect([page.status, page.headers.get('content-type')]).toEqual([
      200,
      'text/html; charset=utf-8',
    ]);
    expect(page.body).toContain('name="token" type="password"');
    const next = /name="next" value="([^"]*)"/u.exec(page.body)?.[1] ?? '';
    const after = await ask('/sign-in', { form: { token: ` ${TOKEN}\n`, next } });
    expect([after.status, after.headers.get('location')]).toEqual([
      303,
      '/queues/queue/chat?status=failed',
    ]);
  });

  test.each([
    ['/queues/api/queues', 'GET'],
    ['/queues/static/images/logo.svg', 'GET'],
    ['/queues', 'POST'],
    ['/queues/api/queues/pause', 'PUT'],
  ])('gets nothing of %s by %s', async (path, method) => {
    const { status, body } = await ask(path, { method });
    expect([status, body]).toEqual([401, 'sign in at /sign-in first\n']);
  });

  test.each([
    [
      'of another token',
      'tocsin_session=9999999999999.kFVOSAQmSSFMl5VKmKxP7yfzcYyLJLyD7Q9k1n5s0Zw',
    ],
    ['of no kind', 'tocsin_session=let-me-in'],
  ])('does not get in with a cookie %s', async (_, cookie) => {
    expect((await ask('/queues', { cookie, headers: HTML })).status).toBe(303);
  });

  test('does not get in with the cookie of a session, changed', async () => {
    const cookie = await signIn();
    const later = cookie.replace(/\d+/u, (until) => String(Number(until) + 1));
    expect((await ask('/queues', { cookie, headers: HTML })).status).toBe(200);
    expect((await ask('/queues', { cookie: later, headers: HTML })).status).toBe(303);
  });

  test('is sent to no other site', async () => {
    await redis.client.flushall();
    const form = { token: TOKEN, next: '//example.com/' };
    const { headers } = await ask('/sign-in', { form });
    expect(headers.get('location')).toBe('/queues');
  });

  test('finds the page to be of this site alone, and to load nothing', async () => {
    const { headers, body } = await ask('/sign-in?next=%22%3E%3Cscript%3E');
    expect(headers.get('content-security-policy')).toMatch(
      /^default-src 'none'; frame-ancestors 'none'; form-action 'self'; style-src 'sha256-/u,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(body).not.toContain('<script');
  });
});

describe('a wrong token', () => {
  test('is told to be wrong, and is not logged', async () => {
    await redis.client.flushall();
    const { status, headers, body } = await ask('/sign-in', {
      form: { token: 'a-token-of-24-charakters', next: '/queues/"x' },
    });
    expect([status, headers.get('set-cookie')]).toEqual([401, null]);
    expect(body).toContain('That is not the token.');
    expect(body).toContain('value="/queues/%22x"');
    expect(lines.join('')).toContain('a sign-in was refused');
    expect(lines.join('')).not.toContain('charakters');
  });

  test('can be tried ten times, then not even the right one', async () => {
    await redis.client.flushall();
    const statuses = [];
    for (let tries = 0; tries < 10; tries++) {
      statuses.push((await ask('/sign-in', { form: { token: 'wrong' } })).status);
    }
    expect(new Set(statuses)).toEqual(new Set([401]));
    const { status, headers, body } = await ask('/sign-in', { form: { token: TOKEN } });
    expect([status, headers.get('set-cookie')]).toEqual([429, null]);
    expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
    expect(body).toContain('too many tries');
  });

  test('that is longer than any token is not read to its end', async () => {
    const { status, body } = await ask('/sign-in', { form: { token: 'x'.repeat(9_000) } });
    expect(status).toBe(413);
    expect(body).toContain('too long');
  });
});

describe('who has signed in', () => {
  test('sees the board, which loads nothing from elsewhere', async () => {
    const cookie = await signIn();
    const { status, headers, body } = await ask('/queues', { cookie, headers: HTML });
    expect(status).toBe(200);
    expect(body).toContain('<base href="/queues/" />');
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('content-security-policy')).toContain("script-src 'self'");
    expect(headers.get('content-security-policy')).not.toContain('http');
  });

  test('can change nothing', async () => {
    const cookie = await signIn();
    const chat = createChatQueue({
      connection: { url: redis.url, maxRetriesPerRequest: null },
      prefix: '{tocsin}:queue',
      onError: () => {},
    });
    await chat.add({ id: 'r1' });
    await chat.close();
    const before = await redis.client.keys('{tocsin}:queue:*');
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) {
      for (const path of ['/queues', '/queues/api/queues/chat/empty', '/queues/api/queues/pause']) {
        const { status, headers } = await ask(path, { method, cookie });
        expect([path, status, headers.get('allow')]).toEqual([path, 405, 'GET, HEAD']);
      }
    }
    expect(await redis.client.keys('{tocsin}:queue:*')).toEqual(before);
    expect((await ask('/queues/api/queues?activeQueue=chat', { cookie })).body).toContain('"r');
  });

  test('is signed out by a press, and by nothing that another site could do', async () => {
    const cookie = await signIn();
    const page = await ask('/sign-out', { cookie });
    expect([page.status, page.headers.get('set-cookie')]).toEqual([200, null]);
    expect(page.body).toContain('method="post"');
    // Another site's form comes without the cookie.
    const forced = await ask('/sign-out', { method: 'POST' });
    expect(forced.headers.get('set-cookie')).toBeNull();
    const { status, headers } = await ask('/sign-out', { method: 'POST', cookie });
    expect([status, headers.get('location')]).toEqual([303, '/sign-in']);
    expect(headers.get('set-cookie')).toMatch(/^tocsin_session=; Max-Age=0;/u);
  });
});

test('without Redis the page says why nobody can sign in', async () => {
  const { redis: gone, other } = await withOwnRedis();
  try {
    await gone.crash();
    const { status, body } = await ask('/sign-in', { at: other, form: { token: TOKEN } });
    expect(status).toBe(503);
    expect(body).toContain('Redis does not answer');
  } finally {
    await gone.startAgain();
    await other.stop();
    await gone.stop();
  }
});

async function withOwnRedis() {
  const own = await startRedis();
  const config = `
redis: { url: "${own.url}" }
http: { listen: "127.0.0.1:0", public_url: "https://tocsin.example.com" }
web: { token: ${TOKEN} }`;
  const other = await startBot({ config, sns, roles: ['web'] });
  const { headers } = await ask('/sign-in', { at: other, form: { token: TOKEN } });
  expect(headers.get('set-cookie')).toMatch(/; Secure$/u);
  return { redis: own, other };
}
