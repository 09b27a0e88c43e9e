import { createServer } from 'node:http';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { listen } from '../../demo/listen.ts';
import { startApp, type App } from '../../src/app.ts';
import { groupKey } from '../../src/alert/group.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';
import { createRedisDecisions } from '../../src/store/redis/decisions.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { createLog } from '../../src/telemetry/log.ts';
import { untilQuiet } from '../support/quiet.ts';
import { startRedis, type TestRedis } from '../support/redis.ts';
import { until } from '../support/wait.ts';
import { tocsin } from './support/tocsin.ts';

const KEYS = keysOf('tocsin');
const TOKEN = 'a-token-of-16-chars';

let redis: TestRedis;
let folder: string;
let config: string;
let bot: App;
let sink: Awaited<ReturnType<typeof listen>>;

/** A bot on a Redis; one webhook takes what it is told, one refuses it. */
beforeAll(async () => {
  redis = await startRedis();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-explain-'));
  config = path.join(folder, 'tocsin.yaml');
  sink = await listen(
    createServer((request, response) => {
      request.resume();
      response.writeHead(request.url?.startsWith('/refuses') ? 400 : 200).end();
    }),
  );
  const hook = (name: string) => `webhook: [ { url: "http://127.0.0.1:${sink.port}/${name}" } ]`;
  const text = `
redis: { url: "${redis.url}" }
http: { listen: "127.0.0.1:0" }
intake: { webhooks: { tocsin: { token: ${TOKEN} } } }
route:
  receiver: ops
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1h
  routes:
    - { id: lost, matchers: ['team="lost"'], receiver: lost }
    - { id: away, matchers: ['team="away"'], receiver: away }
    - { id: quiet, matchers: ['role="canary"'] }
inhibit_rules: [ { source_matchers: ['alertname="orders-5xx"'], target_matchers: ['role="canary"'] } ]
receivers: [ { name: ops, ${hook('takes')} }, { name: lost, ${hook('refuses')} }, { name: away, ${hook('refuses-too')}, fallback: ops } ]
`;
  await writeFile(config, text);
  const loaded = loadConfig({ text, env: {} });
  if (loaded.config === undefined) throw new Error(loaded.problems.map(problemText).join('\n'));
  bot = await startApp({
    config: loaded.config,
    policy: loaded.policy,
    log: createLog({ level: 'error', secrets: [], destination: { write: () => {} } }),
    roles: new Set(['intake', 'worker']),
    version: 'test',
  });
  await post({ alertname: 'orders-5xx' });
  await post({ alertname: 'orders-slow' });
  await post({ alertname: 'lonely', team: 'lost' });
  await post({ alertname: 'replaced', team: 'away' });
  await untilQuiet(redis);
  await post({ alertname: 'canary', role: 'canary' });
  await untilQuiet(redis);
  await until('the decisions are kept', async () => {
    const keys = await redis.client.keys(KEYS.decisions('*'));
    const counts = await Promise.all(keys.map((key) => redis.client.llen(key)));

    return keys.length === 5 && counts.reduce((sum, count) => sum + count, 0) >= 12;
  });
});
afterAll(async () => {
  await bot.stop();
  await Promise.all([sink.stop(), redis.stop()]);
  await rm(folder, { recursive: true, force: true });
});

async function post(labels: Readonly<Record<string, string>>): Promise<void> {
  const answer = await fetch(`${bot.url}/v1/alerts`, {
    method: 'POST',
    headers: { authorization: `Bearer ${TOKEN}` },
    body: JSON.stringify({ alerts: [{ labels }] }),
  });
  expect(answer.status).toBe(200);
}

const explain = (...args: readonly string[]) => tocsin(['explain', ...args, '--config', config]);

describe('tocsin explain', () => {
  test('tells a group’s story by its labels', async () => {
    const { status, stdout } = await explain('alertname=orders-5xx');
    expect(status).toBe(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines).toEqual([
      expect.stringMatching(/^group {6}\w+\.\w+ \{alertname="orders-5xx"\}$/u),
      expect.stringMatching(/^route {6}\w+ → ops \(everything\)$/u),
      expect.stringMatching(/^opened {5}\d{4}-\S+Z$/u),
      expect.stringMatching(/^next look {2}\d{4}-\S+Z$/u),
      'members    1 firing, 0 resolved',
      expect.stringMatching(/^ {2}firing {4}warning {3}orders-5xx, since \S+Z$/u),
      'told',
      expect.stringMatching(/^ {2}webhook\/\w+: 1 firing, 0 resolved, at \S+Z; next repeat \S+Z$/u),
      'decisions  oldest first',
      expect.stringMatching(/^ {2}\S+Z webhook\/\w+: to be told: first notification$/u),
      expect.stringMatching(/^ {2}\S+Z webhook\/\w+: told, and the service took it$/u),
    ]);
  });

  test('says what a service answered that said no', async () => {
    const { stdout } = await explain('lost.');
    expect(stdout).toMatch(/: the service said no: .*400/u);
    expect(stdout).toContain('nothing it would have to be told the end of');
  });

  test('says who does not answer, and who is told instead', async () => {
    const { stdout } = await explain('away.');
    expect(stdout).toMatch(/webhook\/\w+: it goes to ops instead/u);
    expect(stdout).toMatch(/webhook\/\w+: nothing .*; not reached since \S+Z: .*400/u);
    expect(stdout).toMatch(/webhook\/\w+: 1 firing, .*; told instead of webhook\/\w+/u);
    const { group } = JSON.parse((await explain('away.', '--json')).stdout);
    expect(group.integrations).toMatchObject([
      { told_firing: 0, failing: { why: expect.stringContaining('400') } },
      { told_firing: 1, instead_of: group.integrations[0].id },
    ]);
  });

  test('prints the same as JSON, by the key', async () => {
    const { stdout } = await explain('lost.', '--json');
    const { key } = JSON.parse(stdout);
    expect(JSON.parse((await explain(key, '--json')).stdout)).toMatchObject({
      key,
      group: {
        labels: { alertname: 'lonely' },
        route: { id: 'lost', receiver: 'lost', matchers: ['team="lost"'] },
        firing: 1,
        members: [{ name: 'lonely', status: 'firing', severity: 'warning' }],
        integrations: [{ told_firing: 0, is_former: false }],
      },
      decisions: [
        { decision: 'notify', reason: 'first notification' },
        { decision: 'recorded', reason: 'rejected', note: expect.stringContaining('400') },
      ],
    });
  });

  test('says why nothing was said, and when it will be', async () => {
    const { key, group } = JSON.parse((await explain('alertname=orders-slow', '--json')).stdout);
    const integration = group.integrations[0].id;
    const at = Date.parse('2026-01-06T10:05:00Z');
    await createRedisDecisions(redis.client, KEYS).append(key, [
      { at, decision: 'quiet', reason: 'told already', integration },
    ]);
    expect((await explain(key)).stdout).toMatch(
      /2026-01-06T10:05:00Z webhook\/\w+: not told: told already, next repeat \d{4}-\S+Z$/mu,
    );
  });

  test('says what mutes an alert, then and now', async () => {
    const { stdout } = await explain('alertname=canary');
    expect(stdout).toMatch(
      /^ {2}firing {4}warning {3}canary, since \S+Z; muted by an alert that inhibits it \(alertname="orders-5xx"\)/mu,
    );
    expect(stdout).toMatch(
      /webhook\/\w+: not told: muted: by an alert that inhibits it \(alertname="orders-5xx"\)$/mu,
    );
  });

  test('finds the group of an alert by labels by which it is not grouped', async () => {
    expect((await explain('role=canary')).stdout).toContain('{alertname="canary"}');
  });

  test('says who has it on, and promises no repeat meanwhile', async () => {
    await tocsin(['ack', 'alertname=orders-slow', '--by', 'ana', '--config', config]);
    const { stdout } = await explain('alertname=orders-slow');
    expect(stdout).toMatch(/^on it {6}ana, since \S+Z: no repeats, no escalation$/mu);
    expect(stdout).toMatch(/^ {2}\S+Z acknowledged by ana$/mu);
    expect(stdout).not.toContain('next repeat');
  });

  test('says who silenced it, until when and why', async () => {
    const command = ['silence', 'add', 'alertname=drill', '--for', '1h', '--by', 'ben'];
    await tocsin([...command, '--comment', 'a fire drill', '--config', config]);
    await post({ alertname: 'drill' });
    await untilQuiet(redis);
    expect((await explain('alertname=drill')).stdout).toMatch(
      /^ {2}firing .* drill, since \S+Z; muted by the silence \w+ of ben \(a fire drill\), until \S+Z$/mu,
    );
  });

  test('of a group that is forgotten still has the decisions', async () => {
    await createRedisDecisions(redis.client, KEYS).append('root.gone', [
      { at: 0, decision: 'quiet', reason: 'resolved quietly', integration: 'slack/#ops' },
    ]);
    const { status, stdout } = await explain('root.gone');
    expect(status).toBe(0);
    expect(stdout).toBe(
      'group      root.gone: over, and forgotten\ndecisions  oldest first\n  1970-01-01T00:00:00Z slack/#ops: not told: resolved quietly\n',
    );
  });

  test('finds a group that is forgotten by the labels it was grouped by', async () => {
    const key = groupKey('lost', { alertname: 'long-gone' });
    await createRedisDecisions(redis.client, KEYS).append(key, [
      { at: 0, decision: 'notify', reason: 'all resolved', integration: 'slack/#ops' },
    ]);
    const { status, stdout } = await explain('alertname=long-gone');
    expect([status, stdout.split('\n')[0]]).toEqual([0, `group      ${key}: over, and forgotten`]);
  });

  test('of a group that is not there names the nearest', async () => {
    const { status, stdout, stderr } = await explain('alertname=orders-5x');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /there is no group alertname=orders-5x; the nearest are:\n {2}\w+\.\w+ \{alertname="orders-5xx"\}/u,
    );
  });

  test('names those that may be meant when there are several', async () => {
    const { status, stderr } = await explain('');
    expect(status).toBe(1);
    expect(stderr).toContain('may be one of several groups; write the key of one:\n');
    expect(stderr.match(/\{alertname="/gu)).toHaveLength(5);
  });

  test('ends with 2 for labels that are none', async () => {
    const { status, stderr } = await explain('alertname=~orders.*');
    expect(status).toBe(2);
    expect(stderr).toContain('write alertname=value');
  });
});
