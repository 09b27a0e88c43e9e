import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, expect, onTestFinished, test, vi } from 'vitest';
import type { App } from '../../src/app.ts';
import type { Moment } from '../../src/rules/moment.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { tocsin } from '../cli/support/tocsin.ts';
import { APPROVE } from '../../src/handlers/action-runs/buttons.ts';
import { TICK } from '../../src/handlers/checklists/ids.ts';
import { startAwsActions } from '../../demo/aws/start.ts';
import { startBot } from '../support/bot.ts';
import { pressButton } from '../support/press-button.ts';
import { untilQuiet } from '../support/quiet.ts';
import { callsAbout, textOf, threadOf } from '../support/seen.ts';
import { untilListening } from '../support/slack-user.ts';
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
  world = await startWorld(['incidents', 'ops-feed'], {
    users: [{ name: 'ana', realName: 'Ana Ruiz' }],
  });
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

test('the weekly report and a checklist are posted once, however many replicas there are; what is ticked is seen, and who has it is reminded of the rest', async () => {
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
  const ana = world.workspace.userIds['ana'] ?? '';
  const at = new Date().toISOString().slice(11, 16);
  const config = `${configFor(world)}
${dueNow()}
checklists: [ { name: daily, channel: "#incidents", every: day, at: "${at}", assign: "<@${ana}>", remind_after: 1ms } ]
access: { responder: ["${ana}"] }`;
  await Promise.all([start(config), start(config)]);
  const checklists = async () => {
    const messages = await world.workspace.messages('incidents');
    return messages.filter((message) => textOf(message).includes('Daily check'));
  };
  const checklist = await until('the checklist is posted', async () => (await checklists())[0]);
  expect(textOf(checklist)).toContain('1. Dashboards');
  await untilListening(world);
  await pressButton(world, ana, checklist, TICK);
  await until('it is seen', async () => {
    return textOf((await checklists())[0] ?? checklist).includes('Daily check: 1 of 6');
  });
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
  const lines = await until('somebody is reminded', async () => {
    const thread = await threadOf(world, checklist);
    return thread.length > 0 && thread;
  });
  expect(lines).toEqual([expect.stringContaining('Still to be looked at: ')]);
  const file = path.join(world.folder, 'checklists.yaml');
  await writeFile(file, config);
  const asked = await tocsin(['checklist', 'report', '--config', file]);
  expect(asked.stdout).toContain('looked at by Ana Ruiz 1');
  expect(lines[0]).toContain(`<@${ana}>`);
  expect(await checklists()).toHaveLength(1);
  const [message, ...others] = await world.workspace.messages('ops-feed');
  expect(others).toEqual([]);
  const text = message === undefined ? '' : textOf(message);
  expect(text).toContain('Acknowledged or acted on: 1 of 1, 100 %');
  expect(text).toContain('1 acted on after 6 min (target 15 min: good)');
  // The name is shown, and parsed nowhere.
  expect(text).toContain(JSON.stringify(name).slice(1, -1));
  expect(message?.text).not.toContain('<!channel>');
});

test('a model that drifts is an alert, its report is posted once, and it is trained again once that is approved, however many replicas there are', async () => {
  const aws = await startAwsActions();
  vi.stubEnv('AWS_ENDPOINT_URL_LAMBDA', aws.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
  onTestFinished(async () => {
    vi.unstubAllEnvs();
    await aws.stop();
  });
  const ana = world.workspace.userIds['ana'] ?? '';
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
    retrain: { on: [drifted-features], action: { lambda: { function: train, payload: { why: "{reason}" }, region: us-east-1 } } }
access: { operator: ["${ana}"] }
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
  const asks = async () => {
    const messages = await world.workspace.messages('ops-feed');
    return messages.filter((message) => textOf(message).includes('churn 7 again'));
  };
  const ask = await until('it is asked', async () => (await asks())[0]);
  expect(textOf(ask)).toContain('Train churn 7 again?');
  await untilListening(world);
  await pressButton(world, ana, ask, APPROVE);
  await until('it is done', async () => textOf((await asks())[0] ?? ask).includes('is done'));
  expect(await asks()).toHaveLength(1);
  expect(aws.lambda.invocations).toEqual([
    { why: 'Features have drifted far: charges.', idempotency_key: expect.any(String) },
  ]);
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

test('a model that is worse than it was is an alert and a report, by what is in files and what is posted', async () => {
  const day = (ago: number) => new Date(Date.now() - ago * 24 * HOUR).toISOString().slice(0, 10);
  const people = Array.from({ length: 120 }, (_, at) => ({
    user: `user-${at}`,
    // Of the day before yesterday and before: the newest run may be of yesterday still, before its hour.
    date: day(2 + (at % 6)),
    p: at % 2 === 0 ? 0.9 : 0.2,
  }));
  const said = path.join(world.folder, 'predictions.csv');
  const known = path.join(world.folder, 'labels.csv');
  const rows = people.map(({ user, date, p }) => `${user},${date},${p}`);
  await writeFile(said, `user,date,probability\n${rows.join('\n')}\n`);
  // Of three who are said to go one stays.
  const labels = people.map(
    ({ user, date }, at) => `${user},${date},${at % 6 < 4 && at % 2 === 0}`,
  );
  await writeFile(known, `user,date,left\n${labels.join('\n')}\n`);
  const config = `${configFor(world).replace('webhooks: {', 'webhooks: { models: { token: of-models },')}
models:
  - name: churn
    version: '7'
    predictions: { from: "${said}", columns: { entity: user } }
    truth: { from: "${known}", columns: { entity: user, actual: left } }
    degradation:
      baseline: { f1: 1, precision: 1, recall: 1 }
      windows: [7d]
      report: { channel: "#ops-feed" }`;
  const bot = await start(config);
  const posted = async () => {
    const messages = await world.workspace.messages('ops-feed');
    return messages.map(textOf).filter((text) => text.includes('churn 7: severe degradation'));
  };
  await until('the report is posted', async () => (await posted()).length > 0);
  await until(
    'the alert is told',
    () => callsAbout(world, 'chat.postMessage', 'ModelDegradation').length > 0,
  );
  expect(callsOf(world, 'files.completeUploadExternal')).toBe(1);
  const door = `${bot.url}/v1/models/churn/labels`;
  const response = await fetch(door, {
    method: 'POST',
    headers: { authorization: 'Bearer of-models' },
    body: JSON.stringify({ entity: 'user-0', date: day(2), actual: 0 }),
  });
  expect(await response.json()).toEqual({ accepted: 1, refused: 0 });
  const figures = await (await fetch(`${bot.url}/metrics`)).text();
  expect(figures).toContain('f1_score{model="churn",version="7",window="7d"} 0.8');
  expect(figures).toContain('degradation_severity{model="churn",version="7",window="7d"} 3');
  expect(figures).toContain(
    'model_predictions_total{model="churn",label="",confidence_bucket="low",version="7"} 60',
  );
  const file = path.join(world.folder, 'models.yaml');
  await writeFile(file, config);
  const report = await tocsin(['model', 'report', 'churn', '--json', '--config', file]);
  expect(JSON.parse(report.stdout)).toMatchObject({
    degradation: 'severe',
    windows: [{ labelled: 120 }],
  });
  const one = ['predictions', 'churn', '--entity', 'user-0', '--json', '--config', file];
  expect(JSON.parse((await tocsin(one)).stdout)).toMatchObject({
    entity: 'user-0',
    probability: 0.9,
    version: '7',
    actual: 0,
  });
});
