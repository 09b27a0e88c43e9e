import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createRedisInbox } from '../../src/store/redis/inbox.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { isListening } from '../../src/store/folder-lock.ts';
import { metricAlarm } from '../intake/support/alarms.ts';
import { notification } from '../intake/support/sns-sender.ts';
import { freePort } from '../support/ports.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';
import { ended, spawnTocsin, tocsin } from './support/tocsin.ts';

const KEYS = keysOf('tocsin');

let redis: TestRedis;
let folder: string;
let config: string;

beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-dlq-'));
  config = await configFile(`redis: { url: "${redis.url}" }`);
});
afterAll(async () => {
  await redis.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  await redis.client.flushall();
});

async function configFile(text: string): Promise<string> {
  const file = path.join(folder, `${randomUUID()}.yaml`);
  await writeFile(file, `${text}\n`);
  return file;
}

const dlq = (...args: readonly string[]) => tocsin(['dlq', ...args, '--config', config]);
const inboxLength = () => redis.client.xlen(KEYS.inbox);

/** Puts messages on the list; their ids there. */
async function keep(...bodies: readonly string[]): Promise<readonly string[]> {
  const inbox = createRedisInbox(redis.client, KEYS, 60_000);
  for (const body of bodies) {
    await inbox.deadLetter({ messageId: randomUUID(), reason: 'the message is old', body });
  }
  return (await redis.client.xrange(KEYS.deadLetters, '-', '+')).map(([id]) => id);
}

const envelope = () => JSON.stringify(notification({ Message: JSON.stringify(metricAlarm()) }));

describe('tocsin dlq list', () => {
  test('says that there are none', async () => {
    const nothing = 'there are no dead letters\n';
    expect(await dlq('list')).toEqual({ status: 0, stdout: '', stderr: nothing });
    expect(await dlq('list', '--json')).toEqual({ status: 0, stdout: '[]\n', stderr: '' });
  });

  test('shows id, time, age, reason and first words, a line each', async () => {
    const ids = await keep(envelope(), 'backup failed: \u001B[31mdisk full\u001B[0m\nsecond line');
    const { status, stdout } = await dlq('list');
    expect(status).toBe(0);
    const [head, ...lines] = stdout.trimEnd().split('\n');
    expect(head).toMatch(/^ID +TIME +AGE +REASON +MESSAGE$/u);
    expect(lines).toEqual([
      expect.stringMatching(
        new RegExp(
          `^${ids[0]}  \\S+Z  \\d+s +the message is old  orders-5xx: 5XXError sum 12`,
          'u',
        ),
      ),
      expect.stringMatching(new RegExp(`^${ids[1]}  .* backup failed: `, 'u')),
    ]);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  test('prints the same as JSON', async () => {
    const [id] = await keep(envelope());
    const { stdout } = await dlq('list', '--json');
    expect(JSON.parse(stdout)).toEqual([
      {
        id,
        time: expect.stringMatching(/^\d{4}-.*Z$/u),
        ageSeconds: expect.any(Number),
        messageId: expect.any(String),
        reason: 'the message is old',
        firstWords: expect.stringMatching(/^orders-5xx: /u),
      },
    ]);
  });
});

describe('tocsin dlq show', () => {
  test('prints a message as it came', async () => {
    const [id = ''] = await keep('disk full\nreally');
    const { status, stdout } = await dlq('show', id);
    expect(status).toBe(0);
    expect(stdout).toMatch(new RegExp(`^id +${id}\n`, 'u'));
    expect(stdout).toMatch(/\nreason +the message is old\n\ndisk full\nreally\n$/u);
    const json = await dlq('show', id, '--json');
    expect(JSON.parse(json.stdout)).toMatchObject({ id, body: 'disk full\nreally' });
  });

  test('ends with 1 when there is no such message', async () => {
    expect(await dlq('show', '1-1')).toEqual({
      status: 1,
      stdout: '',
      stderr: 'tocsin: there is no dead letter 1-1: `tocsin dlq list` shows those there are\n',
    });
  });
});

describe('tocsin dlq replay', () => {
  test('replays all when none is named', async () => {
    await keep('one', 'two', envelope());
    expect(await dlq('replay')).toEqual({ status: 0, stdout: '3 messages replayed\n', stderr: '' });
    expect(await inboxLength()).toBe(3);
    expect(await redis.client.xlen(KEYS.deadLetters)).toBe(0);
    expect((await dlq('replay')).stdout).toBe('0 messages replayed\n');
  });

  test('replays those that are named, and says which are not there', async () => {
    const [, second = ''] = await keep('one', 'two', 'three');
    const { status, stdout, stderr } = await dlq('replay', second, '1-1', 'nonsense');
    expect([status, stdout]).toEqual([1, '1 message replayed\n']);
    expect(stderr.split('\n').slice(0, -1)).toEqual([
      expect.stringContaining('no dead letter 1-1:'),
      expect.stringContaining('no dead letter nonsense:'),
    ]);
    expect(await inboxLength()).toBe(1);
    expect(await redis.client.xlen(KEYS.deadLetters)).toBe(2);
  });

  test('leaves what can still not be read, and ends with 1', async () => {
    await keep('one');
    const fields = ['messageId', 'm', 'reason', 'r', 'body', '{', 'event', '1'];
    const broken = await redis.client.xadd(KEYS.deadLetters, '*', ...fields);
    expect(await dlq('replay')).toEqual({
      status: 1,
      stdout: '1 message replayed\n',
      stderr: `tocsin: ${broken} stays: it can still not be read\n`,
    });
    expect(await redis.client.xlen(KEYS.deadLetters)).toBe(1);
  });

  test('says what needed no replay', async () => {
    const body = JSON.stringify({ type: 'flush', group: 'g', due: 1 });
    const fields = ['messageId', 'g', 'reason', 'r', 'body', body, 'event', '1'];
    await redis.client.xadd(KEYS.deadLetters, '*', ...fields);
    expect((await dlq('replay')).stdout).toBe(
      '0 messages replayed; 1 needed no replay: the bot went on by itself\n',
    );
  });
});

describe('whose dead letters', () => {
  test('without redis.url those of the bot that runs with the data folder', async () => {
    const dataDir = path.join(folder, 'data');
    const file = await configFile(`{ data_dir: ${dataDir}, http: { listen: "127.0.0.1:0" } }`);
    const list = () => tocsin(['dlq', 'list', '--config', file]);

    const before = await list();
    expect([before.status, before.stdout]).toEqual([1, '']);
    expect(before.stderr).toContain(`no bot runs with the data folder ${dataDir}: start it with`);

    const bot = spawnTocsin(['start', '--config', file]);
    await until('its Redis answers', () => isListening(path.join(dataDir, 'redis', 'redis.sock')));
    const running = await list();
    expect([running.status, running.stderr]).toEqual([0, 'there are no dead letters\n']);
    bot.kill('SIGTERM');
    expect(await ended(bot)).toBe(0);
    expect(await list()).toEqual({
      status: 1,
      stdout: '',
      stderr:
        `tocsin: the bot with the data folder ${dataDir} does not run, and what it keeps lies in there: ` +
        'start it with `tocsin start` and ask again\n',
    });
  });

  test('says what to do while the Redis of the bot does not answer', async () => {
    const dataDir = path.join(folder, 'stuck');
    await mkdir(path.join(dataDir, 'redis'), { recursive: true });
    const stuck = createServer((socket) => socket.on('error', () => {}).destroy());
    stuck.listen(path.join(dataDir, 'redis', 'redis.sock'));
    await once(stuck, 'listening');
    const file = await configFile(`data_dir: ${dataDir}`);
    const { status, stderr } = await tocsin(['dlq', 'list', '--config', file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^tocsin: the Redis of the bot with the data folder .* does not answer \(/u,
    );
    expect(stderr).toMatch(/\): .* see .*stuck\/redis\/redis\.log\n$/u);
    stuck.close();
  });

  test('ends with 1 when Redis can not be reached', async () => {
    const url = `redis://127.0.0.1:${await freePort()}`;
    const file = await configFile(`redis: { url: "${url}" }`);
    const { status, stderr } = await tocsin(['dlq', 'list', '--config', file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^tocsin: Redis can't be reached \(.*ECONNREFUSED.*\): see redis\.url/u);
  });

  test('ends with 1 and what is wrong when the config has errors', async () => {
    const file = await configFile('redsi: {}');
    const { status, stderr } = await tocsin(['dlq', 'replay', '--config', file]);
    expect(status).toBe(1);
    expect(stderr).toMatch(/yaml:1:1: "redsi" is not a key; write redis/u);
  });
});
