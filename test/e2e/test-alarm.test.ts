import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { ended, spawnTocsin, tocsin } from '../cli/support/tocsin.ts';
import { startBot } from '../support/bot.ts';
import {
  DENIED,
  startCloudWatch,
  type CloudWatch,
  type StoredAlarm,
} from '../../demo/cloudwatch/cloudwatch.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, startWorld, TOPIC, type World } from '../support/world.ts';

const SOURCES = '{ sources: [ { region: us-east-1 }, { region: eu-west-1 } ] }';

let world: World;
let bot: App;
let cloudwatch: CloudWatch;
let config: string;
let env: Readonly<Record<string, string>>;

beforeAll(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
  cloudwatch = await startCloudWatch();
  env = {
    AWS_ENDPOINT_URL_CLOUDWATCH: cloudwatch.url,
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 'secret',
  };
  bot = await startBot({ config: configFor(world), sns: world.sns });
  config = path.join(world.folder, 'test-alarm.yaml');
  await writeFile(config, configFor(world, '', SOURCES));
});
afterAll(async () => {
  await bot.stop();
  await cloudwatch.stop();
  await world.stop();
});

beforeEach(() => {
  cloudwatch.clear();
  cloudwatch.onStateSet = (alarm) => void postSns(bot.url, notification(alarm));
});

function notification({ name, state, reason, changedAt }: StoredAlarm): string {
  const message = {
    AlarmName: name,
    AWSAccountId: '111122223333',
    NewStateValue: state,
    NewStateReason: reason,
    StateChangeTime: new Date(changedAt).toISOString(),
  };
  return world.sns.notification({ topicArn: TOPIC, message: JSON.stringify(message) });
}

function alarm(rest: Partial<StoredAlarm> = {}): string {
  const name = uniqueName('orders-api-5xx');
  cloudwatch.put({ name, state: 'OK', actions: [TOPIC], ...rest });
  return name;
}

function run(name: string, ...args: readonly string[]) {
  return tocsin(['test-alarm', name, '--config', config, ...args], { env });
}

/** The states that were set, in their order. */
function statesSet(): readonly unknown[] {
  return cloudwatch.calls
    .filter(({ operation }) => operation === 'SetAlarmState')
    .map(({ input }) => input['StateValue']);
}

describe('test-alarm', () => {
  test('says that it came through, and sets the alarm back', async () => {
    const name = alarm();
    const { status, stdout, stderr } = await run(name);
    expect([status, stderr]).toEqual([0, '']);
    const lines = stdout.trim().split('\n');
    const line = (what: string) =>
      expect.stringMatching(new RegExp(`^\\d{4}-\\S+Z +\\d+\\.\\d s  ${what}$`));
    expect(lines).toEqual([
      line(`${name} in 111122223333 us-east-1 is OK`),
      line('set to ALARM'),
      line('the bot knows: it fires, critical'),
      line('set back to OK'),
    ]);
    expect(statesSet()).toEqual(['ALARM', 'OK']);
    expect(cloudwatch.get(name)?.state).toBe('OK');
    const { stdout: trail } = await tocsin(['audit', '--config', config]);
    expect(trail).toMatch(new RegExp(`alarm-tested +${name} .*region=us-east-1 state=OK`, 'u'));
  });

  test('sets an alarm without data back by way of OK, so that the bot learns that it is over', async () => {
    const name = alarm({ state: 'INSUFFICIENT_DATA' });
    expect((await run(name)).status).toBe(0);
    expect(statesSet()).toEqual(['ALARM', 'OK', 'INSUFFICIENT_DATA']);
  });

  test('fails when nothing comes, and sets the alarm back all the same', async () => {
    cloudwatch.onStateSet = () => {};
    const name = alarm();
    const { status, stdout } = await run(name, '--timeout', '300ms');
    expect(status).toBe(1);
    expect(stdout).toContain('the bot heard nothing of it');
    expect(statesSet()).toEqual(['ALARM', 'OK']);
  });

  test('sets the alarm back on Ctrl-C', async () => {
    cloudwatch.onStateSet = () => {};
    const name = alarm();
    const child = spawnTocsin(['test-alarm', name, '--config', config], { env });
    await until('it is set', () => cloudwatch.get(name)?.state === 'ALARM');
    child.kill('SIGINT');
    expect(await ended(child)).toBe(1);
    expect(statesSet()).toEqual(['ALARM', 'OK']);
  });

  test('says that AWS refused, having changed nothing', async () => {
    cloudwatch.failWith = ({ operation }) => (operation === 'SetAlarmState' ? DENIED : undefined);
    const { status, stdout, stderr } = await run(alarm());
    expect([status, stderr]).toEqual([1, 'tocsin: AccessDeniedException\n']);
    expect(stdout.trim().split('\n')).toHaveLength(1);
  });

  test('says that it could not set the alarm back', async () => {
    const name = alarm();
    cloudwatch.failWith = ({ input }) => (input['StateValue'] === 'OK' ? DENIED : undefined);
    const { status, stderr } = await run(name);
    expect([status, stderr]).toEqual([
      1,
      `tocsin: ${name} was not set back: set it to OK by hand\n`,
    ]);
  });

  test('leaves an alarm alone that went on by itself', async () => {
    const name = alarm();
    cloudwatch.onStateSet = (changed) => {
      cloudwatch.put({ name, state: 'ALARM', reason: 'Threshold Crossed' });
      void postSns(bot.url, notification(changed));
    };
    const { status, stdout } = await run(name);
    expect(status).toBe(0);
    expect(stdout).toContain('not set back: by now it is ALARM');
    expect(statesSet()).toEqual(['ALARM']);
  });

  test('says when something else than a topic of ours has to bring it', async () => {
    const { status, stdout } = await run(alarm({ actions: [] }), '--region', 'us-east-1');
    expect(status).toBe(0);
    expect(stdout).toContain('none of its actions is one of intake.sns.topics');
  });

  test.each([
    ['it is in ALARM', { state: 'ALARM' as const }, 'is in ALARM: to set it changes nothing'],
    ['its actions are disabled', { rest: { ActionsEnabled: false } }, 'it would tell nobody'],
    ['it is elsewhere', { region: 'eu-west-3' }, 'in us-east-1, eu-west-1; name another with'],
  ])('changes nothing when %s', async (_, rest, words) => {
    const { status, stderr } = await run(alarm(rest));
    expect(status).toBe(1);
    expect(stderr).toContain(words);
    expect(stderr).not.toMatch(/^ +at /m);
    expect(statesSet()).toEqual([]);
  });

  test('finds an alarm where the bot reads none, if its region is named', async () => {
    const { status, stderr } = await run(
      alarm({ region: 'eu-west-3', state: 'ALARM' }),
      '--region',
      'eu-west-3',
    );
    expect([status, stderr]).toEqual([1, expect.stringContaining('is in ALARM')]);
  });

  test('says when there is no bot’s store', async () => {
    const nowhere = path.join(world.folder, 'nowhere.yaml');
    await writeFile(nowhere, `data_dir: ${path.join(world.folder, 'nowhere')}\n`);
    const { status, stderr } = await tocsin(['test-alarm', 'a', '--config', nowhere], { env });
    expect([status, stderr]).toEqual([
      1,
      expect.stringContaining('no bot runs with the data folder'),
    ]);
  });

  test.each([
    [['--region', 'moon'], 'is not a region of AWS'],
    [['--timeout', 'soon'], 'duration'],
  ])('is wrong usage with %j', async (args, words) => {
    const { status, stderr } = await run('a', ...args);
    expect([status, stderr]).toEqual([2, expect.stringContaining(words)]);
  });
});
