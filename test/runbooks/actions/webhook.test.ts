import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { freePort, listen, type Listening } from '../../../demo/listen.ts';
import { signatureOf } from '../../../src/delivery/webhook/signature.ts';
import { reading, type Action } from '../../../src/runbooks/actions/action.ts';
import { webhook } from '../../../src/runbooks/actions/started/webhook.ts';

const KEY = 'retrain-0123456789abcdef0123456789abcdef';
const NOW = Date.parse('2026-10-01T06:00:00Z');
const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;

const posts: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = [];
let status: number | undefined;
let server: Listening;
let action: Action;
const params = { webhook: 'train', body: { model: 'churn' } };

beforeAll(async () => {
  server = await listen(
    createServer((request, response) => {
      void text(request).then((body) => {
        posts.push({ headers: request.headers, body });
        if (status !== undefined) response.writeHead(status, { location: '/elsewhere' }).end();
      });
    }),
  );
  const url = `http://ana:pass@127.0.0.1:${server.port}/train`;
  const hookOf = (hook: string) => (hook === 'train' ? { url, secret: SECRET } : undefined);
  action = reading(webhook(hookOf, () => NOW));
});
beforeEach(() => {
  posts.length = 0;
  status = 200;
});
afterAll(() => server.stop());

const run = (own: Partial<typeof params> = {}) =>
  action.run({ ...params, ...own }, KEY, AbortSignal.timeout(500));

test('a webhook is posted to once, signed, with the key by which it knows a repetition', async () => {
  expect(await run()).toEqual({
    outcome: 'done',
    what: `127.0.0.1:${server.port} took it (HTTP 200).`,
  });
  const body = JSON.stringify({ model: 'churn', idempotency_key: KEY });
  expect(posts).toMatchObject([
    {
      body,
      headers: {
        authorization: `Basic ${Buffer.from('ana:pass').toString('base64')}`,
        'webhook-id': KEY,
        'webhook-signature': signatureOf({ id: KEY, timestamp: NOW / 1000, body }, SECRET),
      },
    },
  ]);
});

test.each([
  [429, 'later'],
  [404, 'failed'],
  [302, 'failed'],
  [500, 'unknown'],
  [undefined, 'unknown'],
] as const)('a webhook that answers %s: %s', async (answer, outcome) => {
  status = answer;
  expect(await run()).toMatchObject({ outcome });
  expect(posts).toHaveLength(1);
});

test('a webhook that nobody can look into says so, and that it got the key', async () => {
  const found = await action.lookUp(params, KEY, AbortSignal.timeout(500));
  expect(found).toMatchObject({ outcome: 'unknown', isFinal: true });
  expect(found).toMatchObject({ what: expect.stringContaining(KEY) });
});

test('a webhook that the config has no more, or that nobody listens at, is not posted to', async () => {
  expect(await run({ webhook: 'gone' })).toMatchObject({ outcome: 'failed' });
  const url = `http://127.0.0.1:${await freePort()}/`;
  const nowhere = reading(
    webhook(
      () => ({ url }),
      () => NOW,
    ),
  );
  expect(await nowhere.run(params, KEY, AbortSignal.timeout(500))).toMatchObject({
    outcome: 'later',
  });
  await expect(
    action.dryRun({ ...params, webhook: 'gone' }, AbortSignal.timeout(500)),
  ).rejects.toThrow('The config has no webhook gone.');
  expect(posts).toEqual([]);
});

test('a webhook that has another address by now than when it was shown is not posted to', async () => {
  const { was, before } = await action.dryRun(params, AbortSignal.timeout(500));
  expect(before).toContain(`127.0.0.1:${server.port}`);
  expect(was).not.toContain('pass');
  expect(await action.run(params, KEY, AbortSignal.timeout(500), was)).toMatchObject({
    outcome: 'done',
  });
  expect(await action.run(params, KEY, AbortSignal.timeout(500), 'other')).toMatchObject({
    outcome: 'failed',
    what: 'Since it was asked, the config has another address or secret for it.',
  });
  expect(posts).toHaveLength(1);
});
