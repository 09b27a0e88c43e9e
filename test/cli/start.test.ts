import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { isListening } from '../../src/store/folder-lock.ts';
import { until } from '../support/wait.ts';
import { ended, spawnTocsin, tocsin, type RunOptions } from './support/tocsin.ts';

const lineSchema = z.looseObject({
  level: z.string(),
  message: z.string(),
  context: z.looseObject({}).optional(),
});

let folder: string;
let children: ChildProcess[];

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-start-'));
  children = [];
  return async () => {
    for (const child of children) {
      child.kill('SIGTERM');
      await ended(child);
    }
    await rm(folder, { recursive: true, force: true });
  };
});

const socket = () => path.join(folder, 'data', 'redis', 'redis.sock');

async function config(text: string): Promise<string> {
  const file = path.join(folder, 'tocsin.yaml');
  await writeFile(file, text);
  return file;
}

const RUNNABLE = () =>
  config(`{ data_dir: ${path.join(folder, 'data')}, http: { listen: "127.0.0.1:0" } }`);

/** A bot in a process of its own, and the log lines that it writes. */
async function startBot(options: RunOptions = {}) {
  const child = spawnTocsin(['start', '--config', await RUNNABLE()], options);
  children.push(child);
  let written = '';
  child.stderr.on('data', (chunk: Buffer) => (written += chunk.toString()));
  const log = () =>
    written
      .split('\n')
      .slice(0, -1)
      .map((line) => lineSchema.parse(JSON.parse(line)));
  const logged = (message: string) =>
    until(message, () => log().find((one) => one.message === message));
  return { child, log, logged };
}

describe('a config that can not be run with', () => {
  test('is refused with every error in it, and exit status 1', async () => {
    const file = await config(
      'colour: red\nhttp: { listen: nowhere }\nroute: { receiver: nobody }\n',
    );
    const { status, stdout, stderr } = await tocsin(['start', '--config', file]);
    expect([status, stdout]).toEqual([1, '']);
    const lines = stderr.trim().split('\n');
    expect(lines).toHaveLength(3);
    for (const line of lines) expect(line).toMatch(/tocsin\.yaml:\d+:\d+: .*; /);
  });

  test('lacks a secret: an error for a bot that is to run', async () => {
    const file = await config('slack: { bot_token: "${SLACK_BOT_TOKEN}" }\n');
    const { status, stderr } = await tocsin(['start', '--config', file]);
    expect(status).toBe(1);
    expect(stderr).toContain('${SLACK_BOT_TOKEN} is not set');
  });

  test('is not there', async () => {
    const { status, stderr } = await tocsin(['start'], {
      env: { TOCSIN_CONFIG: path.join(folder, 'nowhere.yaml') },
    });
    expect(status).toBe(1);
    expect(stderr).toContain('nowhere.yaml');
  });
});

describe('a bot that runs', () => {
  test('stops cleanly on SIGTERM: status 0, and nothing of it is left', async () => {
    const { child, log, logged } = await startBot();
    const { context } = await logged('started');
    const answer = await fetch(`${String(context?.url)}/health/ready`);
    expect(answer.status).toBe(200);
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    expect(log().at(-1)?.message).toBe('stopped');
    expect(existsSync(socket())).toBe(false);
  });

  test('stops cleanly also when it is told to while it starts', async () => {
    const { child, log } = await startBot();
    await until('its Redis is there', () => existsSync(socket()));
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    expect(log().at(-1)?.message).toBe('stopped');
    expect(existsSync(socket())).toBe(false);
  });

  test('stops in time also while somebody is in the middle of a request', async () => {
    const { child, logged } = await startBot();
    const { context } = await logged('started');
    const client = connect(Number(new URL(String(context?.url)).port), '127.0.0.1');
    client.on('error', () => {});
    client.write('POST /v1/sns HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\n{"Type');
    await until('it is connected', () => client.bytesWritten > 0 && !client.connecting);
    const begun = performance.now();
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
    expect(performance.now() - begun).toBeLessThan(20_000);
    expect(existsSync(socket())).toBe(false);
    client.destroy();
  });

  test('goes over to a changed config on SIGHUP, and on with the old one when it is wrong', async () => {
    const { child, log, logged } = await startBot();
    const { context } = await logged('started');
    const post = async () => {
      const headers = { authorization: 'Bearer a-token-of-16-chars' };
      const body = '{"alerts": [{"labels": {"alertname": "a"}}]}';
      const url = `${String(context?.url)}/v1/alerts`;
      return (await fetch(url, { method: 'POST', headers, body })).status;
    };
    expect(await post()).not.toBe(200);
    const file = await RUNNABLE();
    const webhooks = 'intake: { webhooks: { tocsin: { token: a-token-of-16-chars } } }';
    await config(`{ data_dir: ${path.join(folder, 'data')}, ${webhooks} }`);
    child.kill('SIGHUP');
    await logged('the config was reloaded');
    expect(log().map(({ message }) => message)).toContain(
      'http.listen has changed: it needs a restart',
    );
    expect(await post()).toBe(200);
    await writeFile(file, 'colour: red\n');
    child.kill('SIGHUP');
    await logged('the config was not reloaded: the one before goes on');
    expect(await post()).toBe(200);
    child.kill('SIGTERM');
    expect(await ended(child)).toBe(0);
  });

  test('keeps its data folder to itself: a second one is told whose it is', async () => {
    const { child, logged } = await startBot();
    await logged('started');
    const { status, stderr } = await tocsin(['start', '--config', await RUNNABLE()]);
    expect(status).toBe(1);
    expect(stderr).toContain(`tocsin: another bot (process ${child.pid}) uses the data folder`);
    expect(await isListening(socket())).toBe(true);
  });

  test('that can not have its port says what to do, and leaves nothing behind', async () => {
    const other = createServer();
    await once(other.listen(0, '127.0.0.1'), 'listening');
    const address = z.object({ port: z.number() }).parse(other.address());
    const file = await config(
      `{ data_dir: ${path.join(folder, 'data')}, http: { listen: "127.0.0.1:${address.port}" } }`,
    );
    const { status, stderr } = await tocsin(['start', '--config', file]);
    expect(status).toBe(1);
    expect(stderr).toContain(
      `another program listens on 127.0.0.1:${address.port}: stop it, or write`,
    );
    expect(existsSync(socket())).toBe(false);
    other.close();
  });
});

describe('what nobody caught', () => {
  /** Lets a signal do what a mistake in the bot would do. */
  async function faulty() {
    const file = path.join(folder, 'faults.mjs');
    await writeFile(
      file,
      `process.on('SIGUSR2', () => void Promise.reject(new Error('a forgotten promise')));
       process.on('SIGWINCH', () => { throw new Error('an exception'); });`,
    );
    const bot = await startBot({ env: { NODE_OPTIONS: `--import ${file}` } });
    return { ...bot, url: String((await bot.logged('started')).context?.url) };
  }

  test('in a promise is logged, and the bot goes on', async () => {
    const { child, logged, url } = await faulty();
    child.kill('SIGUSR2');
    const { level, context } = await logged('a promise was rejected and nobody looked');
    expect(level).toBe('ERROR');
    expect(context).toMatchObject({ error: { message: 'a forgotten promise' } });
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
  });

  test('as an exception is logged, and the bot stops cleanly, to be started again', async () => {
    const { child, log, logged } = await faulty();
    child.kill('SIGWINCH');
    const { level, context } = await logged('an exception was thrown and nobody caught it');
    expect(level).toBe('CRITICAL');
    expect(context).toMatchObject({ error: { message: 'an exception' } });
    expect(await ended(child)).toBe(1);
    expect(log().at(-1)?.message).toBe('stopped');
    expect(existsSync(socket())).toBe(false);
  });
});
