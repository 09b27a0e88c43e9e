import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Moment } from '../../src/rules/moment.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { tocsin } from '../cli/support/tocsin.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { callsAbout, textOf } from '../support/seen.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

const HOUR = 60 * 60_000;
const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;

let world: World;
let bots: App[];

beforeEach(async () => {
  world = await startWorld(['incidents', 'ops-feed']);
  bots = [];
});
afterEach(async () => {
  for (const bot of bots) await bot.stop();
  await world.stop();
});

async function start(config: string): Promise<App> {
  const bot = await startBot({ config, sns: world.sns });
  bots.push(bot);
  return bot;
}

/** A report that was due this very minute. */
function dueNow(): string {
  const now = new Date();
  const at = now.toISOString().slice(11, 16);
  const weekday = WEEKDAYS[now.getUTCDay()];
  return `report: { channel: "#ops-feed", weekday: ${weekday}, at: "${at}" }`;
}

/** Writes down what happened so long ago, as commits do. */
async function happened(ago: number, moment: Moment): Promise<void> {
  const id = `${Date.now() - ago}-0`;
  await world.redis.client.xadd(keysOf('tocsin').history, id, 'moment', JSON.stringify(moment));
}

function callsOf({ slack }: World, method: string): number {
  return slack.calls.filter((call) => call.method === method && call.accepted).length;
}

test('what happened to an alarm is in the report of the command', async () => {
  const config = configFor(world);
  const bot = await start(config);
  const file = path.join(world.folder, 'report.yaml');
  await writeFile(file, config);
  for (const [state, ago] of [
    ['ALARM', 60_000],
    ['OK', 1_000],
  ] as const) {
    const at = new Date(Date.now() - ago);
    expect(await postSns(bot.url, signedAlarm(world.sns, { name: 'errors', state, at }))).toBe(200);
    await untilQuiet(world.redis);
  }
  const { stdout, status } = await tocsin(['report', '--json', '--config', file]);
  expect(status).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    groups: 1,
    acted: 0,
    pages: 1,
    alarms: [{ name: 'errors', groups: 1, alone: 1 }],
    severities: [{ severity: 'critical', groups: 1, late: 0 }],
  });
  const words = await tocsin(['report', '--since', '1h', '--config', file]);
  expect(words.stdout).toContain('errors: 2 notifications, 1 group, 0 acted on');
});

test('the weekly report is posted once, however many replicas there are', async () => {
  const group = 'g';
  const name = '<!channel> *errors* <https://evil.example|x>';
  await happened(30 * HOUR, {
    what: 'told',
    group,
    integration: 'slack/#incidents',
    reason: 'first notification',
    startedAt: 1,
    severity: 'critical',
    alarms: [name],
  });
  await happened(29.9 * HOUR, { what: 'acknowledged', group, by: 'Ana' });
  await happened(29 * HOUR, { what: 'over', group, endedAt: Date.now() - 29 * HOUR });
  const config = `${configFor(world)}\n${dueNow()}`;
  await Promise.all([start(config), start(config)]);
  const posted = () => callsAbout(world, 'chat.postMessage', 'Alerts, ');
  await until('the report is posted', () => posted().length > 0);
  // As if the one that posted it had died before it could write that down.
  const { redis } = world;
  await until('it is written down', async () => {
    const [turn] = await redis.client.keys('*next-turn:report*');
    return turn !== undefined && (await redis.client.del(turn)) === 1;
  });
  const looks = () => callsOf(world, 'conversations.history');
  const before = looks();
  await start(config);
  await until('it is looked for', () => looks() > before);
  await until('it is written down again', async () => {
    return (await redis.client.keys('*next-turn:report*')).length > 0;
  });
  const [message, ...others] = await world.workspace.messages('ops-feed');
  expect(others).toEqual([]);
  const text = message === undefined ? '' : textOf(message);
  expect(text).toContain('Acknowledged or acted on: 1 of 1, 100 %');
  expect(text).toContain('1 acted on after 6 min (target 15 min: good)');
  // The name is shown, and parsed nowhere.
  expect(text).toContain(JSON.stringify(name).slice(1, -1));
  expect(message?.text).not.toContain('<!channel>');
});

test('what drifts, and what is not valid, is an alert, and its report is posted once, however many replicas there are', async () => {
  const rows = (shift: number) =>
    Array.from({ length: 400 }, (_, at) => `${at},${(at % 100) + shift},${at % 7}`).join('\n');
  const [train, today] = ['train.csv', 'today.csv'].map((name) => path.join(world.folder, name));
  await writeFile(train ?? '', `id,charges,tenure\n${rows(0)}\n`);
  await writeFile(today ?? '', `id,charges,tenure\n${rows(60)}\n`);
  const config = `${configFor(world)}
models:
  - name: churn
    version: '7'
    features: { from: "${today}", except: [id] }
    drift: { report: { channel: "#ops-feed" } }
quality:
  - name: customers
    from: "${today}"
    report: { channel: "#ops-feed" }
    validity: [ { column: charges, max: 150 } ]`;
  const file = path.join(world.folder, 'models.yaml');
  await writeFile(file, config);
  const create = ['baseline', 'create', 'churn', '--version', '7', '--from', train ?? ''];
  const made = await tocsin([...create, '--activate', '--by', 'ana', '--config', file]);
  expect(made.stdout).toContain('churn 7, active: 2 features of 400 rows');
  const [bot] = await Promise.all([start(config), start(config)]);
  const postedWith = async (title: string) => {
    const messages = await world.workspace.messages('ops-feed');
    return messages.map(textOf).filter((text) => text.includes(title));
  };
  const posted = () => postedWith('Drift of churn 7: critical');
  const checked = () => postedWith('Quality of customers: high');
  const alerted = () => callsAbout(world, 'chat.postMessage', 'FeatureDrift');
  await until('the report is posted', async () => (await posted()).length > 0);
  await until('the alert is told', () => alerted().length > 0);
  const [text, ...others] = await posted();
  expect(others).toEqual([]);
  expect(text).toContain('1 of 2 features drifted (50 %)');
  await until('the check is posted', async () => (await checked()).length > 0);
  await until(
    'its alert is told',
    () => callsAbout(world, 'chat.postMessage', 'DataQuality').length > 0,
  );
  expect(await checked()).toEqual([expect.stringContaining('2 of 5 checks failed.')]);
  const figures = await (await fetch(`${bot.url}/metrics`)).text();
  expect(figures).toContain('tocsin_quality_rows{dataset="customers"} 400');
  expect(figures).toContain(
    'tocsin_model_feature_drift{model="churn",version="7",feature="charges"} 0.6',
  );
  const run = await tocsin(['drift', 'run', 'churn', '--json', '--config', file]);
  expect(JSON.parse(run.stdout)).toMatchObject({ model: 'churn', drifted: 1 });
  const history = await tocsin(['drift', 'history', 'churn', '--json', '--config', file]);
  expect(JSON.parse(history.stdout)).toHaveLength(2);
});
