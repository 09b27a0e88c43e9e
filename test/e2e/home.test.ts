import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { messageOf, press } from '../support/alert-message.ts';
import { startBot } from '../support/bot.ts';
import { untilQuiet } from '../support/quiet.ts';
import { slackScreen, textIn, type SlackScreen } from '../support/slack-screen.ts';
import { slackUser, untilListening, type SlackUser } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

describe.skipIf(!isLocalSlackInstalled())('the app’s home', () => {
  let world: World;
  let bot: App;
  let ana: SlackUser;
  let bob: SlackUser;
  let gus: SlackUser;
  let lea: SlackUser;
  let screen: SlackScreen;

  beforeAll(async () => {
    const users = [
      { name: 'ana', realName: 'Ana Ruiz' },
      { name: 'bob', realName: 'Bob Okafor' },
      { name: 'gus', realName: 'Gus Guest' },
      { name: 'lea', realName: 'Lea Vogt' },
    ];
    world = await startWorld(['incidents', 'ops-feed'], { users });
    ana = slackUser(world, 'ana', 'incidents');
    bob = slackUser(world, 'bob', 'incidents');
    gus = slackUser(world, 'gus', 'incidents');
    lea = slackUser(world, 'lea', 'incidents');
    world.slack.people.mark(gus.id, { is_restricted: true });
    world.slack.people.mark(lea.id, { deleted: true });
    const config = `
route: { id: root, receiver: ops, group_by: [alertname], group_wait: 0s, group_interval: 1s }
receivers: [ { name: ops, slack: [ { channel: "#incidents" } ] } ]
access: { default: viewer, responder: ["${ana.id}", "${lea.id}"] }`;
    bot = await startBot({ config: configFor(world, config), sns: world.sns });
    screen = await slackScreen(world);
    await untilListening(world);
  });
  afterAll(async () => {
    screen.close();
    await bot.stop();
    await world.stop();
  });

  const home = (user: SlackUser): string => textIn(screen.home(user.id));

  async function opens(user: SlackUser, words: string): Promise<string> {
    screen.opensHome(user.id);
    await until(`it says ${words}`, () => home(user).includes(words));
    return home(user);
  }

  test('says that there is nothing, where there is nothing', async () => {
    const seen = await opens(ana, 'Nothing fires.');
    expect(seen).toContain('You have nothing on.');
    expect(seen).toContain('Nothing is silenced.');
    expect(seen).not.toContain('On call');
  });

  test('shows what fires, the worst first, with its message; and what is mine, once I have it', async () => {
    await postAlerts(bot.url, [
      { labels: { alertname: 'disk-full', severity: 'warning' } },
      { labels: { alertname: 'orders-5xx', severity: 'critical' } },
      { labels: { alertname: '<!channel> *bold*', severity: 'info' } },
    ]);
    const message = await messageOf(world, 'orders-5xx');
    await untilQuiet(world.redis);
    const seen = await opens(ana, 'orders-5xx');
    expect(seen.indexOf('orders-5xx')).toBeLessThan(seen.indexOf('disk-full'));
    expect(seen).toMatch(/<http[^|]*\|message>/u);
    expect(seen).toContain('You have nothing on.');
    const parsed = JSON.stringify(screen.home(ana.id), (_, value) =>
      value?.type === 'plain_text' ? undefined : value,
    );
    expect(parsed).not.toContain('!channel');

    await press(world, ana, 'acknowledge', message);
    await until('it is mine', () => !home(ana).includes('You have nothing on.'));
    expect(home(ana)).toContain('Ana Ruiz has it');
    expect(await opens(bob, 'Ana Ruiz has it')).toContain('You have nothing on.');
  });

  test('shows the silences that hold, with a button to end them for who may', async () => {
    await ana.asks('/silence 1h alertname="disk-full" cleaning up');
    const mine = await opens(ana, 'cleaning up');
    expect(mine).toContain('silence:expire');
    expect(await opens(bob, 'cleaning up')).not.toContain('silence:expire');

    const row = screen
      .home(ana.id)
      ?.blocks.find((block) => JSON.stringify(block).includes('silence:expire'));
    const id = /"value":"([^"]+)"/u.exec(JSON.stringify(row))?.[1] ?? '';
    screen.presses(ana.id, {
      action_id: 'silence:expire',
      block_id: row?.block_id ?? '',
      value: id,
    });
    await until('it is gone', () => home(ana).includes('Nothing is silenced.'));
  });

  test('tells guests that they may not, and nothing else', async () => {
    const seen = await opens(gus, 'guests may do nothing');
    expect(seen).not.toContain('orders-5xx');
  });

  test('tells an account that was closed the same, also where it has a role', async () => {
    const seen = await opens(lea, 'an account that was closed may do nothing');
    expect(seen).not.toContain('orders-5xx');
  });
});
