import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { freePort, listen } from '../../demo/listen.ts';
import { startSendDoor } from '../../demo/send-door.ts';
import type { App } from '../../src/app.ts';
import { send, type SendOptions, type Sent } from '../../src/cli/send.ts';
import { startBot } from '../support/bot.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { tocsin } from './support/tocsin.ts';

const TOKEN = 'test-token-0123456789';
const ALERT = JSON.stringify({
  alerts: [{ status: 'firing', labels: { alertname: 'disk-full' } }],
});

let redis: TestRedis;
let bot: App;
let folder: string;
let alertFile: string;

beforeAll(async () => {
  redis = await startRedis();
  bot = await startBot({
    config: `
redis: { url: "${redis.url}" }
http: { listen: "127.0.0.1:0" }
intake: { webhooks: { tocsin: { token: ${TOKEN} } } }
`,
    sns: { certificateUrl: '', certificatePem: '' },
    roles: ['intake'],
  });
});
afterAll(async () => {
  await bot.stop();
  await redis.stop();
});

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-send-'));
  alertFile = path.join(folder, 'alert.json');
  await writeFile(alertFile, ALERT);
  return () => rm(folder, { recursive: true, force: true });
});

async function sent(
  files: readonly string[],
  { token = TOKEN, ...options }: Partial<SendOptions> & { token?: string } = {},
): Promise<readonly Sent[]> {
  const results: Sent[] = [];
  const all = { to: bot.url, dataDir: folder, ...options };
  for await (const one of send(files, all, { TOCSIN_TOKEN: token })) results.push(one);
  return results;
}

describe('send, with a token', () => {
  test('posts plain JSON to a bot, which takes it in', async () => {
    expect(await sent([alertFile])).toMatchObject([{ file: alertFile, status: 200 }]);
    expect(await redis.client.xlen('{tocsin}:inbox')).toBeGreaterThan(0);
  });

  test('that stands in a file, posts with that one', async () => {
    const tokenFile = path.join(folder, 'token');
    await writeFile(tokenFile, `${TOKEN}\n`);
    expect(await sent([alertFile], { tokenFile, token: 'wrong' })).toMatchObject([{ status: 200 }]);
  });

  test('that is wrong, says so', async () => {
    expect(await sent([alertFile], { token: 'wrong' })).toMatchObject([{ status: 401 }]);
  });

  test('says of each file what was answered', async () => {
    const broken = path.join(folder, 'broken.json');
    await writeFile(broken, '{"alerts": [');
    expect(await sent([broken, alertFile])).toMatchObject([{ status: 400 }, { status: 200 }]);
  });

  test('names the bot that does not answer', async () => {
    const to = `http://127.0.0.1:${await freePort()}`;
    await expect(sent([alertFile], { to })).rejects.toThrow(
      new RegExp(
        `^${to} does not answer \\(connect ECONNREFUSED.*\\); is the bot running there\\?$`,
      ),
    );
    const byName = to.replace('127.0.0.1', 'localhost');
    await expect(sent([alertFile], { to: byName })).rejects.toThrow('ECONNREFUSED');
  });

  test('names the file that is not there', async () => {
    await expect(sent([path.join(folder, 'nowhere.json')])).rejects.toThrow('nowhere.json');
  });

  test('gives its token to nobody that it is redirected to', async () => {
    const elsewhere = createServer((_, res) => res.writeHead(307, { location: bot.url }).end());
    const server = await listen(elsewhere);
    const to = `http://127.0.0.1:${server.port}`;
    await expect(sent([alertFile], { to })).rejects.toThrow('redirect');
    await server.stop();
  });
});

describe('send, without a token', () => {
  test('leaves any message with the demo that runs here', async () => {
    const got: string[] = [];
    const taken = { status: 200, text: 'taken' };
    const door = await startSendDoor(
      async (message) => {
        got.push(message);
        return taken;
      },
      () => taken,
    );
    const demo = { sendUrl: door.url, token: door.token, botUrl: bot.url };
    await writeFile(path.join(folder, 'demo.json'), JSON.stringify(demo));
    expect(await sent([alertFile], { token: '' })).toMatchObject([{ status: 200, text: 'taken' }]);
    expect(got).toEqual([ALERT]);
    await expect(sent([alertFile], { token: '', to: 'http://other.example' })).rejects.toThrow(
      'no token',
    );
    await door.stop();
  });

  test('and without a demo says what to do', async () => {
    await expect(sent([alertFile], { token: '' })).rejects.toThrow(
      'no token: set $TOCSIN_TOKEN or --token-file to the token of intake.webhooks.tocsin, or start a demo with `make demo`',
    );
  });
});

describe('tocsin send', () => {
  const env = { TOCSIN_TOKEN: TOKEN };

  test('prints what was taken to standard output and exits with 0', async () => {
    const { status, stdout, stderr } = await tocsin(['send', '-', '--to', bot.url], {
      env,
      input: ALERT,
    });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^-: 200 /);
  });

  test('prints what was refused to standard error and exits with 1', async () => {
    const wrong = { TOCSIN_TOKEN: 'wrong-token' };
    const { status, stdout, stderr } = await tocsin(['send', alertFile, '--to', bot.url], {
      env: wrong,
    });
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/alert\.json: 401 .*token/);
  });

  test('exits with 1 and one line when nobody answers', async () => {
    const to = `http://127.0.0.1:${await freePort()}`;
    const { status, stderr } = await tocsin(['send', alertFile, '--to', to], { env });
    expect(status).toBe(1);
    expect(stderr).toMatch(/^tocsin: http:.* does not answer .*\n$/);
  });

  test.each([
    [['send'], "missing required argument 'file'"],
    [['send', 'x', '--to', 'nonsense'], 'write an address like http://127.0.0.1:8080'],
    [['send', 'x', '--tokenfile', 'y'], 'Did you mean --token-file?'],
  ])('%j is wrong usage', async (args, words) => {
    const { status, stderr } = await tocsin(args);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
  });

  test('has help with an example', async () => {
    const { status, stdout } = await tocsin(['send', '--help']);
    expect(status).toBe(0);
    expect(stdout).toContain('$ TOCSIN_TOKEN=… tocsin send alert.json');
  });
});

test('a body that is not read to its end is no reason to hang', async () => {
  const server = await listen(
    createServer((req, res) => {
      res.writeHead(413).end('too large');
      void text(req).catch(() => {});
    }),
  );
  const big = path.join(folder, 'big.json');
  await writeFile(big, 'x'.repeat(5_000_000));
  const to = `http://127.0.0.1:${server.port}`;
  expect(await sent([big], { to })).toMatchObject([{ status: 413 }]);
  await server.stop();
});
