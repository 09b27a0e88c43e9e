import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import { createRedisAudit } from '../../src/store/redis/audit.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { messageOf, press, type AlertMessage } from '../support/alert-message.ts';
import { spawnBot, type BotProcess } from '../support/bot-process.ts';
import { untilQuiet } from '../support/quiet.ts';
import { threadOf } from '../support/seen.ts';
import { slackScreen, type SlackScreen } from '../support/slack-screen.ts';
import { slackUser, untilListening, type SlackUser } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

const CLICKS = 2;

describe.skipIf(!isLocalSlackInstalled())('a click that was acknowledged', () => {
  let world: World;
  let ana: SlackUser;
  let bot: BotProcess;
  let config: string;
  let screen: SlackScreen;
  let starts = 0;

  beforeAll(async () => {
    world = await startWorld(['incidents', 'ops-feed']);
    ana = slackUser(world, 'ana', 'incidents');
    screen = await slackScreen(world);
    config = configFor(
      world,
      `
route: { id: root, receiver: ops, group_by: [alertname], group_wait: 0s, group_interval: 1s }
receivers: [ { name: ops, slack: [ { channel: "#incidents" } ] } ]`,
    );
    await start();
  });
  afterAll(async () => {
    screen.close();
    await bot.stop();
    await world.stop();
  });

  async function start(): Promise<void> {
    bot = await spawnBot(world, config);
    starts += 1;
    await untilListening(world, starts);
  }

  async function deeds(action: string): Promise<readonly string[]> {
    const found: string[] = [];
    const audit = createRedisAudit(world.redis.client, keysOf('tocsin'));
    for await (const deed of audit.list()) if (deed.action === action) found.push(deed.object);
    return found;
  }

  function asked(): number {
    return world.slack.calls.filter(({ method }) => method === 'users.info').length;
  }

  async function restart(): Promise<void> {
    await bot.kill();
    await start();
  }

  /** Kills the bot while it asks Slack who that is: nothing is carried out by then. */
  async function killsAsItAsks(click: () => Promise<void> | void): Promise<void> {
    world.slack.faults.next({ kind: 'hang', method: 'users.info' });
    const before = asked();
    await click();
    await until('it asks who that is', () => asked() > before);
    await bot.kill();
    world.slack.faults.clear();
    await start();
  }

  async function alert(name: string): Promise<AlertMessage> {
    await postAlerts(bot.url, [{ labels: { alertname: name, severity: 'critical' } }]);
    const message = await messageOf(world, name);
    await untilQuiet(world.redis);
    return message;
  }

  test('on a button is carried out once, when the bot is killed right after', async () => {
    for (let index = 0; index < CLICKS; index += 1) {
      const message = await alert(`orders-${index}`);
      // Who it is is remembered for a while, by this process only.
      await restart();
      await killsAsItAsks(() => press(world, ana, 'acknowledge', message));
      await until('it is done', async () => (await deeds('acknowledged')).includes(message.group));
      await untilQuiet(world.redis);
      const lines = await threadOf(world, message);
      expect(lines.filter((line) => line.includes('Acknowledged'))).toHaveLength(1);
    }
    expect(await deeds('acknowledged')).toHaveLength(CLICKS);
  }, 120_000);

  test('that submits the form makes one silence, when the bot is killed right after', async () => {
    const message = await alert('disk-full');
    await press(world, ana, 'silence', message);
    await until('the form is there', () => screen.modal()?.submit !== undefined);
    await restart();
    await killsAsItAsks(() =>
      screen.submits(ana.id, { why: { type: 'plain_text_input', value: 'deploying' } }),
    );
    await until('it is done', async () => (await deeds('silenced')).length > 0);
    const heard = await until('they hear of it', async () => (await ana.heard()).at(-1));
    expect(heard.text).toContain('Silenced.');
    await untilQuiet(world.redis);
    expect(await deeds('silenced')).toHaveLength(1);
    const lines = await threadOf(world, message);
    expect(lines.filter((line) => line.includes('Silenced'))).toHaveLength(1);
  }, 60_000);
});
