import { mkdtemp, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { App } from '../../src/app.ts';
import { runbook } from '../runbooks/sample.ts';
import { startBot } from '../support/bot.ts';
import { collectLogLines, type LogLines } from '../support/log-lines.ts';
import { untilQuiet } from '../support/quiet.ts';
import { textOf } from '../support/seen.ts';
import { effectsTaken, teamChannels, teamMessages } from '../support/teams.ts';
import { until } from '../support/wait.ts';
import { configFor, postSns, signedAlarm, startWorld, type World } from '../support/world.ts';

let world: World;
let bots: App[];

beforeEach(async () => {
  world = await startWorld(teamChannels(3));
  bots = [];
});
afterEach(async () => {
  await Promise.all(bots.map((bot) => bot.stop()));
  await world.stop();
});

/** All goes to team-0, but for what one API's alarms may have as a route of their own. */
function routes(...own: readonly string[]): string {
  return configFor(
    world,
    `
route:
  receiver: team-0
  group_by: [ApiName]
  group_wait: 200ms
  group_interval: 300ms
  routes: [ ${own.join(', ')} ]
receivers:
  - { name: team-0, slack: [ { channel: "#team-0" } ] }
  - { name: team-1, slack: [ { channel: "#team-1" } ] }
`,
  );
}

const TO_TEAM_1 = `{ matchers: ['ApiName="api-1"'], receiver: team-1 }`;

interface FiledBot {
  readonly app: App;
  readonly log: LogLines;
  readonly write: (config: string) => Promise<void>;
  readonly said: (words: string) => Promise<true>;
}

/** A bot whose config is in a file of its own. */
async function startFiled(config: string): Promise<FiledBot> {
  const configFile = path.join(world.folder, `reload-${process.hrtime.bigint()}.yaml`);
  const write = (text: string) => writeFile(configFile, text);
  await write(config);
  const log = collectLogLines();
  const app = await startBot({ config, configFile, sns: world.sns, onLog: log.onLog });
  bots.push(app);
  const said = (words: string) =>
    until<true>(words, () => log.raw().some((line) => line.includes(words)) || undefined);
  return { app, log, write, said };
}

async function send(url: string, api: string, state: 'ALARM' | 'OK' = 'ALARM'): Promise<void> {
  const at = new Date(Date.now() - (state === 'ALARM' ? 60_000 : 1_000));
  const body = signedAlarm(world.sns, { name: `alarm-of-${api}`, api, state, at });
  expect(await postSns(url, body)).toBe(200);
}

const shown = async (channel: string) => (await teamMessages(world, [channel])).map(textOf);

async function metricOf(url: string, name: string): Promise<number> {
  const text = await (await fetch(`${url}/metrics`)).text();
  return Number(new RegExp(`^${name} (.+)$`, 'mu').exec(text)?.[1]);
}

describe('a reload', () => {
  test('moves what fires to its new route: closed in the old place, told in the new', async () => {
    const { app, write } = await startFiled(routes());
    await send(app.url, 'api-1');
    await send(app.url, 'api-2');
    await untilQuiet(world.redis);
    expect(await shown('team-0')).toHaveLength(2);
    await write(routes(TO_TEAM_1));
    await app.reload();
    await until('it is told in the new place', async () => (await shown('team-1')).length === 1);
    await untilQuiet(world.redis);
    const before = await shown('team-0');
    expect(before.filter((text) => text.includes('↪️'))).toEqual([
      expect.stringContaining('api-1'),
    ]);
    expect(before).toHaveLength(2);
    await send(app.url, 'api-1', 'OK');
    await untilQuiet(world.redis);
    expect(await shown('team-1')).toEqual([expect.stringContaining('🟢')]);
    expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);
  }, 60_000);

  test('of a config with mistakes says each at its line, and changes nothing', async () => {
    const { app, write, log } = await startFiled(routes());
    expect(await metricOf(app.url, 'tocsin_config_last_reload_successful')).toBe(1);
    const at = await metricOf(app.url, 'tocsin_config_last_reload_success_timestamp_seconds');
    expect(at).toBeGreaterThan(Date.now() / 1000 - 60);
    await write('colour: red\nroute: { receiver: nobody }\n');
    await app.reload();
    expect(log.raw().join('')).toMatch(/yaml:1:1: \\"colour\\" is not a key/u);
    expect(log.raw().join('')).toMatch(/yaml:2:20: .*nobody/u);
    expect(log.raw().join('')).toContain('the config was not reloaded: the one before goes on');
    await until(
      'the metrics say so',
      async () => (await metricOf(app.url, 'tocsin_config_last_reload_successful')) === 0,
    );
    await send(app.url, 'api-1');
    await untilQuiet(world.redis);
    expect(await shown('team-0')).toHaveLength(1);
    await write(routes(TO_TEAM_1));
    await app.reload();
    await until(
      'the metrics say that it is well again',
      async () => (await metricOf(app.url, 'tocsin_config_last_reload_successful')) === 1,
    );
  }, 60_000);

  test('goes over to other folders of runbooks, which start from that of the config', async () => {
    const folder = await mkdtemp(path.join(world.folder, 'runbooks-'));
    const { app, write, log } = await startFiled(routes());
    const counts = () => log.of('runbooks').map(({ context }) => context['runbooks']);
    expect(counts()).toEqual([24]);
    await writeFile(path.join(folder, 'orders.md'), runbook('orders').text);
    await write(`${routes()}\nrunbooks: { dirs: [shipped, ./${path.basename(folder)}] }\n`);
    await app.reload();
    expect(counts()).toEqual([24, 25]);
    await writeFile(path.join(folder, 'mails.md'), runbook('mails').text);
    await until('a new file is read', () => counts().at(-1) === 26);
  }, 60_000);

  test('changes who may send', async () => {
    const { app, write, log } = await startFiled(routes());
    const body = JSON.stringify({ alerts: [{ labels: { alertname: 'a' } }] });
    const status = async (token: string) => {
      const headers = { authorization: `Bearer ${token}` };
      return (await fetch(`${app.url}/v1/alerts`, { method: 'POST', headers, body })).status;
    };
    expect(await status('test-token-0123456789')).toBe(200);
    await write(routes().replace('test-token-0123456789', 'another-token-0123456789'));
    await app.reload();
    expect(await status('another-token-0123456789')).toBe(200);
    expect(await status('test-token-0123456789')).toBe(401);
    expect(log.raw().join('')).not.toContain('another-token-0123456789');
  }, 60_000);

  test('says what needs a restart, and does the rest', async () => {
    const { app, write, log, said } = await startFiled(routes());
    await write(routes(TO_TEAM_1).replace('127.0.0.1:0', '127.0.0.1:1'));
    await app.reload();
    await said('the config was reloaded');
    expect(log.raw().join('')).toContain('http.listen has changed: it needs a restart');
    log.clear();
    await app.reload();
    expect(log.raw().join('')).toContain('the config is the same as before');
  }, 60_000);

  test('lets a delivery arrive that is under way, once', async () => {
    const { app, write } = await startFiled(routes());
    world.slack.faults.next({ kind: 'slow', method: 'chat.postMessage', delayMs: 3_000 });
    await send(app.url, 'api-2');
    await until('it is under way', () => world.slack.faults.pending() === 0);
    await write(routes(TO_TEAM_1));
    await app.reload();
    await untilQuiet(world.redis);
    expect(await shown('team-0')).toHaveLength(1);
    await send(app.url, 'api-2', 'OK');
    await untilQuiet(world.redis);
    expect(await shown('team-0')).toEqual([expect.stringContaining('🟢')]);
    expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);
  }, 60_000);
});

describe('two replicas on one Redis', () => {
  test('change together when one is told, as soon as the other’s file is the same', async () => {
    const told = await startFiled(routes());
    const other = await startFiled(routes());
    await send(told.app.url, 'api-1');
    await untilQuiet(world.redis);
    expect(await shown('team-0')).toHaveLength(1);

    await told.write(routes(TO_TEAM_1));
    await told.app.reload();
    await other.said('until this one has the same');
    await until('it is told in the new place', async () => (await shown('team-1')).length === 1);

    await other.write(routes(TO_TEAM_1));
    await other.said('the config was reloaded, as another replica did');
    await untilQuiet(world.redis);
    await told.app.stop();
    bots = [other.app];
    await send(other.app.url, 'api-1', 'OK');
    await untilQuiet(world.redis);
    expect(await shown('team-1')).toEqual([expect.stringContaining('🟢')]);
    expect(await shown('team-0')).toEqual([expect.stringContaining('↪️')]);
    expect(effectsTaken(world)).toEqual([...new Set(effectsTaken(world))]);
  }, 60_000);

  test('go back together, also one that never had the new config', async () => {
    const told = await startFiled(routes());
    const other = await startFiled(routes());
    await told.write(routes(TO_TEAM_1));
    await told.app.reload();
    await other.said('until this one has the same');
    // Whoever tells all replicas may be faster than what brings the file.
    await other.app.reload();
    await send(other.app.url, 'api-1');
    await until('the new config decides', async () => (await shown('team-1')).length === 1);
    await told.write(routes());
    await told.app.reload();
    await other.said('decides: it has the newest config');
    await until('the old one does again', async () => (await shown('team-0')).length === 1);
    await untilQuiet(world.redis);
    expect(await shown('team-1')).toEqual([expect.stringContaining('↪️')]);
  }, 60_000);
});
