import { createServer, type IncomingHttpHeaders } from 'node:http';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { listen, type Listening } from '../../../demo/listen.ts';
import { createWebhookAdapter } from '../../../src/delivery/webhook/send.ts';
import { signatureOf } from '../../../src/delivery/webhook/signature.ts';
import { attempts } from '../support/attempts.ts';
import { NOON, sampleView } from '../support/views.ts';

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';

test('a post is signed as Standard Webhooks signs its own example', () => {
  const id = 'msg_p5jXN8AQM9LWM0D4loKWxJek';
  const post = { id, timestamp: 1_614_265_330, body: '{"test": 2432232314}' };
  expect(signatureOf(post, SECRET)).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
});

describe('the example of docs/webhook.md', () => {
  let folder: string;
  let server: Listening;
  let isGenuine: (headers: object, body: string, secret: string, now?: number) => boolean;
  let got: { readonly headers: IncomingHttpHeaders; readonly body: string };

  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tocsin-webhook-'));
    const page = await readFile(new URL('../../../docs/webhook.md', import.meta.url), 'utf8');
    const file = path.join(folder, 'example.mjs');
    await writeFile(file, /```js\n(.*?)```/su.exec(page)?.[1] ?? '');
    const example = z.object({ isGenuine: z.custom<typeof isGenuine>() });
    isGenuine = example.parse({ ...(await import(file)) }).isGenuine;
    server = await listen(
      createServer((req, res) => {
        void text(req).then((body) => {
          got = { headers: req.headers, body };
          res.end();
        });
      }),
    );
    const url = `http://127.0.0.1:${server.port}/`;
    const settings = { url, secret: SECRET, receiver: 'team', sendResolved: true };
    await createWebhookAdapter(settings).deliver(sampleView(), attempts().at(NOON));
  });
  afterAll(async () => {
    await server.stop();
    await rm(folder, { recursive: true });
  });

  test('knows our posts', () => {
    expect(isGenuine(got.headers, got.body, SECRET, NOON + 60_000)).toBe(true);
  });

  test.each<[string, () => boolean]>([
    ['another body', () => isGenuine(got.headers, `${got.body} `, SECRET, NOON)],
    ['another secret', () => isGenuine(got.headers, got.body, 'whsec_b3RoZXI=', NOON)],
    ['another id', () => isGenuine({ ...got.headers, 'webhook-id': 'x' }, got.body, SECRET, NOON)],
    ['an old post', () => isGenuine(got.headers, got.body, SECRET, NOON + 301_000)],
    ['no signature', () => isGenuine({ 'webhook-timestamp': NOON / 1000 }, got.body, SECRET, NOON)],
    [
      'no time',
      () => isGenuine({ ...got.headers, 'webhook-timestamp': 'x' }, got.body, SECRET, NOON),
    ],
  ])('refuses %s', (_what, ask) => {
    expect(ask()).toBe(false);
  });
});
