import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { startBot } from '../support/bot.ts';
import { collectLogLines } from '../support/log-lines.ts';
import { slackUser, untilListening, type SlackUser } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';
import { configFor, startWorld, type World } from '../support/world.ts';

describe.skipIf(!isLocalSlackInstalled())('what people ask for in Slack', () => {
  let world: World;
  let bot: App;
  let ana: SlackUser;
  let configFile: string;
  const log = collectLogLines();

  beforeAll(async () => {
    const users = ['ana', 'bob', 'gus', 'eve'].map((name) => ({ name, realName: `${name} Ruiz` }));
    world = await startWorld(['incidents', 'ops-feed'], { users });
    ana = slackUser(world, 'ana');
    const access = `access: { viewer: [S0LOOK], operator: ["${ana.id}"] }`;
    world.slack.people.group('S0LOOK', [slackUser(world, 'bob').id, slackUser(world, 'gus').id]);
    world.slack.people.mark(slackUser(world, 'gus').id, { is_restricted: true });
    world.slack.people.mark(slackUser(world, 'eve').id, { team_id: 'T0ELSE' });
    configFile = path.join(world.folder, 'tocsin.yaml');
    const config = `${configFor(world)}\n${access}`;
    await writeFile(configFile, config);
    bot = await startBot({ config, configFile, sns: world.sns, onLog: log.onLog });
    await untilListening(world);
  });
  afterAll(async () => {
    await bot.stop();
    await world.stop();
  });

  test('is answered to them alone, or, with --public, for all to see', async () => {
    expect((await ana.asks('/tocsin status')).text).toContain('Tocsin test is running.');
    await ana.types('/tocsin status —public');
    await until('everybody reads it', async () => {
      const messages = await world.workspace.messages('ops-feed');
      return messages.some((one) => one.subtype === undefined && one.text.includes('is running'));
    });
  });

  test('is counted, by what became of it', async () => {
    await ana.asks('/tocsin nonsense');
    const metrics = await (await fetch(`${bot.url}/metrics`)).text();
    expect(metrics).toContain('tocsin_chat_requests_total{what="/tocsin",outcome="mistake"} 1');
  });

  test('says who they are to the bot, and why', async () => {
    expect((await ana.asks('/tocsin whoami')).text).toBe(
      'You are ana Ruiz. Your role is operator: access.operator names you.',
    );
    expect((await slackUser(world, 'bob').asks('/tocsin whoami')).text).toContain(
      'viewer: access.viewer names a user group that you are in',
    );
  });

  test.each([
    ['gus', 'guests may do nothing'],
    ['eve', 'people of other workspaces may do nothing'],
  ])('is refused to %s: %s', async (name, why) => {
    const answer = await slackUser(world, name).asks('/tocsin help');
    expect(answer.text).toContain(why);
    expect(answer.text).toContain('<!subteam^S0LOOK>');
    expect(answer.text).not.toContain('status');
  });

  test('may be how the last days were', async () => {
    const { text } = await ana.asks('/tocsin report --since 2d');
    expect(text).toMatch(/^Alerts, \d{4}-\d\d-\d\d – .*Nobody was told of anything/u);
  });

  test('is said to be unknown, with the nearest name', async () => {
    expect((await ana.asks('/tocsin stauts')).text).toContain('write /tocsin status');
  });

  test('is the new config’s business once it was reloaded', async () => {
    await writeFile(configFile, `${configFor(world)}\naccess: { default: none }`);
    await bot.reload();
    expect((await ana.asks('/tocsin whoami')).text).toContain('and it is none');
  });
});
