import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Source } from '../../src/alert/signal.ts';
import { describeMessage } from '../../src/cli/parse/describe.ts';
import { loadConfig } from '../../src/config/load.ts';
import { Refusal } from '../../src/intake/refusal.ts';
import { metricAlarm, TOPIC } from '../intake/support/alarms.ts';
import { notification } from '../intake/support/sns-sender.ts';
import { alertmanagerMessage } from '../intake/support/webhooks.ts';
import { tocsin } from './support/tocsin.ts';

const now = Date.parse('2026-03-01T10:00:00Z');

function json(message: string | Uint8Array, source?: Source): unknown {
  return JSON.parse(describeMessage(Buffer.from(message), { json: true, now, source }).output);
}

describe('the JSON of tocsin parse', () => {
  it('has exactly the documented shape', () => {
    const Message = JSON.stringify(metricAlarm());
    const envelope = notification({ Message, MessageId: 'sns-1' });
    expect(json(JSON.stringify(envelope))).toEqual({
      source: 'cloudwatch',
      signals: [
        {
          id: 'sns-1',
          status: 'firing',
          severity: 'warning',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/u),
          labels: {
            alertname: 'orders-5xx',
            account: '222233334444',
            region: 'eu-central-1',
            severity: 'warning',
            namespace: 'AWS/ApiGateway',
            metric: '5XXError',
            ApiName: 'orders',
          },
          annotations: expect.objectContaining({
            summary: '5XXError sum 12 ≥ 10, 2 of 3 periods of 1 min',
          }),
          value: 12,
          threshold: 10,
          startsAt: '2026-03-01T10:00:00.123Z',
        },
      ],
    });
  });

  it('leaves out figures that are not known', () => {
    expect(json('hello')).toMatchObject({ source: 'text', signals: [{ severity: 'warning' }] });
    expect(JSON.stringify(json('hello'))).not.toMatch(/"value"|"threshold"/u);
  });

  it('is of the named source, also where another would have been recognised', () => {
    expect(json(JSON.stringify(metricAlarm()), 'text')).toMatchObject({ source: 'text' });
  });
});

describe('the words of tocsin parse', () => {
  it('are a few neat lines', () => {
    const { output: text } = describeMessage(Buffer.from(JSON.stringify(metricAlarm())), { now });
    expect(text.split('\n').slice(0, 4)).toEqual([
      'cloudwatch: 1 signal',
      '',
      'firing warning: orders-5xx',
      '  5XXError sum 12 ≥ 10, 2 of 3 periods of 1 min',
    ]);
  });

  it('do not let a message colour the terminal', () => {
    const { output: text } = describeMessage(Buffer.from('\u001B[31mred\u001B[0m \u009B2J'), {
      now,
    });
    expect(text.replaceAll('\n', '')).not.toMatch(/\p{Cc}/u);
  });

  it('say so when a message opens nothing', () => {
    const change = {
      'detail-type': 'CloudWatch Alarm Configuration Change',
      source: 'aws.cloudwatch',
      detail: {},
    };
    const { output: text } = describeMessage(Buffer.from(JSON.stringify(change)), { now });
    expect(text).toMatch(/^eventbridge: no signals/u);
  });

  it('say what a confirmation is, and what becomes of it', () => {
    const confirmation = { ...notification(), Type: 'SubscriptionConfirmation' };
    const { output: text } = describeMessage(Buffer.from(JSON.stringify(confirmation)), { now });
    expect(text).toMatch(/^an SNS SubscriptionConfirmation of arn:aws:sns:.*intake confirms it/u);
  });
});

describe('with a config the words of tocsin parse', () => {
  const { policy } = loadConfig({
    text: `
intake: { sns: { topics: [ { arn: "${TOPIC}", severity: error } ] } }
classify:
  - { matchers: [ 'team="x"' ], severity: info }
  - { matchers: [ 'namespace="AWS/ApiGateway"' ], severity: critical, labels: { team: web } }
route:
  receiver: ops
  routes:
    - { matchers: [ 'severity="critical"' ], receiver: page, continue: true }
    - { matchers: [ 'team="web"' ], receiver: web, group_by: [ team ] }
receivers: [ { name: ops }, { name: page }, { name: web } ]
`,
    env: {},
  });
  const words = (message: object) => {
    const text = describeMessage(Buffer.from(JSON.stringify(message)), { now, policy }).output;
    return text.split('\n').slice(2);
  };

  it('say how severe it is and why, who would be told, and in which group', () => {
    const lines = words(metricAlarm());
    expect(lines[0]).toBe('firing critical: orders-5xx');
    expect(lines.filter((line) => /severity|told/u.test(line))).toEqual([
      '  severity critical: classify[1] says so',
      '  page is told, in the group alertname=orders-5xx  account=222233334444  region=eu-central-1',
      '  web is told, in the group team=web',
    ]);
  });

  it.each([
    [
      'its topic',
      notification({ Message: JSON.stringify(metricAlarm()) }),
      'severity error: its topic says so',
    ],
    [
      'itself',
      metricAlarm({ AlarmDescription: 'severity: sev1' }),
      'severity critical: the message says so',
    ],
    [
      'nobody',
      { alerts: [{ labels: { alertname: 'a' } }] },
      'severity warning: the default of its source',
    ],
  ])('know what is said by %s', (_, message, line) => {
    expect(words(message)).toContain(`  ${line}`);
  });

  it('say nothing of where an end goes: that is where it was told', () => {
    expect(words(metricAlarm({ NewStateValue: 'OK' })).join()).not.toMatch(/ told|severity /u);
  });

  it('are the same as JSON', () => {
    const message = Buffer.from(JSON.stringify(metricAlarm()));
    const options = { now, json: true };
    const { output } = describeMessage(message, options);
    expect(describeMessage(message, { ...options, policy }).output).toBe(output);
  });
});

describe('what intake would refuse', () => {
  it.each([
    ['nothing', '', /empty/u],
    ['invalid UTF-8', Buffer.from([0xff, 0xfe]), /UTF-8/u],
    [
      'half an SNS message',
      JSON.stringify(notification()).slice(0, -20),
      /malformed SNS envelope/u,
    ],
    ['an SNS message without a message', '{"Type":"Notification","TopicArn":"t"}', /MessageId/u],
    ['more than fits', 'x'.repeat(768 * 1024 + 1), /larger/u],
  ])('is refused here: %s', (_, message, reason) => {
    const describe_ = () => describeMessage(Buffer.from(message), { now });
    expect(describe_).toThrow(Refusal);
    expect(describe_).toThrow(reason);
  });

  it('is refused when it is not of the named source', () => {
    expect(() => json('hello', 'cloudwatch')).toThrow(/not of source cloudwatch: it is not valid/u);
    const unnamed = JSON.stringify(metricAlarm({ AlarmName: undefined }));
    const words = 'the message is not of source cloudwatch: AlarmName is missing';
    expect(() => json(unnamed, 'cloudwatch')).toThrow(words);
  });

  it.each<[Source, string, RegExp]>([
    ['tocsin', '{"alerts": [', /not valid JSON/u],
    ['tocsin', '{"alerts": [{"labels": {}}]}', /alerts\[0\]\.labels needs an alertname/u],
    ['alertmanager', '{"alerts": [{}]}', /alerts\[0\]\.labels must be an object/u],
    ['grafana', '[]', /must be a JSON object/u],
    ['sentry', '{"hello": 1}', /must have an action/u],
  ])('is refused in the words of the address of %s: %s', (source, message, reason) => {
    expect(() => json(message, source)).toThrow(Refusal);
    expect(() => json(message, source)).toThrow(reason);
  });

  it('is not what is larger than SNS carries, where its kind has an address of its own', () => {
    const summary = 'x'.repeat(1000 * 1024);
    const alerts = [{ labels: { alertname: 'a' }, annotations: { summary } }];
    const message = JSON.stringify(alertmanagerMessage({ alerts }));
    expect(json(message)).toMatchObject({ source: 'alertmanager' });
  });

  it('is not text, however broken its JSON', () => {
    expect(json('{"Type": "Notification", oops')).toMatchObject({ source: 'text' });
  });
});

describe('the command', () => {
  const run = (args: readonly string[], input = '', cwd = tmpdir()) =>
    tocsin(['parse', ...args], { input, cwd });

  it('reads standard input and prints JSON', async () => {
    const { status, stdout, stderr } = await run(['--json'], JSON.stringify(metricAlarm()));
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ source: 'cloudwatch' });
  });

  it('reads the file that is named instead, and standard input for -', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-parse-'));
    const file = path.join(folder, 'alarm.json');
    await writeFile(file, JSON.stringify(metricAlarm()));
    const named = await run(['--json', file], 'hello');
    expect(named).toMatchObject({ status: 0, stderr: '' });
    expect(JSON.parse(named.stdout)).toMatchObject({ source: 'cloudwatch' });
    const dash = await run(['--json', '-'], 'hello');
    expect(JSON.parse(dash.stdout)).toMatchObject({ source: 'text' });

    await writeFile(file, 'x'.repeat(5 * 1024 * 1024));
    const large = await run([file]);
    expect(large.stderr).toMatch(/^tocsin parse: intake would answer 413: .*larger/u);
    await rm(folder, { recursive: true });
  });

  it('shows who would be told by the config that is found or named', async () => {
    const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-parse-'));
    const config = path.join(folder, 'tocsin.yaml');
    await writeFile(config, '{}');
    const message = JSON.stringify(metricAlarm());
    expect((await run(['--config', config], message)).stdout).toMatch(
      /\n {2}log is told, in the group /u,
    );
    expect((await run([], message, folder)).stdout).toMatch(/\n {2}log is told, in the group /u);
    expect((await run([], message)).stdout).not.toMatch(/is told/u);

    await writeFile(config, 'redsi: {}');
    const found = await run([], message, folder);
    expect([found.status, found.stderr]).toEqual([
      0,
      'tocsin parse: ./tocsin.yaml has mistakes, so who would be told is left out: see tocsin check\n',
    ]);
    const named = await run(['--config', config], message);
    expect([named.status, named.stdout]).toEqual([1, '']);
    expect(named.stderr).toMatch(/yaml:1:1: "redsi" is not a key; write redis/u);
    await rm(folder, { recursive: true });
  });

  it('says so when the file can not be read, and ends with 1', async () => {
    expect(await run(['missing.json'])).toEqual({
      status: 1,
      stdout: '',
      stderr: "tocsin parse: missing.json can't be read: there is no such file\n",
    });
  });

  it('warns on standard error of a severity that is not on the ladder', async () => {
    const message = metricAlarm({ AlarmDescription: 'severity: urgent' });
    const { status, stdout, stderr } = await run(['--json'], JSON.stringify(message));
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ signals: [{ severity: 'warning' }] });
    expect(stderr).toBe(
      'tocsin parse: warning: "urgent" is not a severity and is passed over; write one of ' +
        'critical (p0, page, sev0, sev1), error (p1, high, severe), ' +
        'warning (p2, medium, moderate), info (p3, low, minor)\n',
    );
  });

  it('says on standard error what intake would answer, and ends with 1', async () => {
    const { status, stdout, stderr } = await run(['--json'], '');
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toBe('tocsin parse: intake would answer 400: the body is empty\n');
  });

  it.each([
    [['--source', 'cloudwach'], /Did you mean cloudwatch\? The sources are .*eventbridge.*text/u],
    [['--sauce'], /unknown option/u],
    [['a.json', 'b.json'], /too many arguments/u],
    [['--source'], /argument missing/u],
  ])('ends with 2 on wrong usage: %j', async (args, words) => {
    const { status, stderr } = await run(args);
    expect(status).toBe(2);
    expect(stderr).toMatch(words);
  });

  it('has help with an example', async () => {
    const { status, stdout } = await run(['--help']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/tocsin parse --json < message\.json/u);
  });
});
