import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { messageOf, press } from '../support/alert-message.ts';
import { startBot } from '../support/bot.ts';
import { saidTo } from '../support/direct-messages.ts';
import { untilQuiet } from '../support/quiet.ts';
import { textOf } from '../support/seen.ts';
import { slackScreen, textIn, type SlackScreen } from '../support/slack-screen.ts';
import { slackUser, untilListening, type SlackUser } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

/** Who is on call is somebody by name, whom Slack knows by an e-mail address; at nights it is nobody. */
function configWith(world: World, person: string): string {
  const email = `${person.toLowerCase()}@example.com`;
  const { userIds } = world.workspace;
  return configFor(
    world,
    `
route:
  id: root
  receiver: ops
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  routes:
    - { id: payments, matchers: ['team="payments"'], receiver: duty }
    - { id: nights, matchers: ['team="nights"'], receiver: nights }
    - { id: shop, matchers: ['team="shop"'], receiver: ops, escalation: up }
escalation: { up: [ { after: 1h, notify: duty } ] }
oncall:
  - { name: payments, rotation: { people: [ { name: ${person}, email: ${email} } ], start: "2026-01-05T09:00" } }
  - { name: nights, rotation: { people: [ Nox ], start: "2999-01-05T09:00" } }
receivers:
  - { name: ops, slack: [ { channel: "#incidents" } ] }
  - { name: duty, slack: [ { oncall: payments } ] }
  - { name: nights, slack: [ { oncall: nights } ], fallback: spare }
  - { name: spare, slack: [ { channel: "#ops-feed" } ] }
access: { default: viewer, responder: ["${userIds['ana']}", "${userIds['lea']}"] }`,
  );
}

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
    world.slack.people.email(ana.id, 'ana@example.com');
    world.slack.people.email(bob.id, 'bob@example.com');
    bot = await startBot({ config: configWith(world, 'Ana'), sns: world.sns });
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
  });

  test('says who is on call, and that you are', async () => {
    expect(await opens(ana, 'On call')).toContain('You are on call for payments');
    const seen = await opens(bob, 'On call');
    expect(seen).toContain('payments: Ana');
    expect(seen).toContain(`<@${ana.id}>`);
    expect(seen).not.toContain('nights');
    expect((await ana.asks('/tocsin whoami')).text).toContain('You are on call for payments');
    expect((await bob.asks('/tocsin whoami')).text).not.toContain('on call');
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

  describe('and the messages beside it', () => {
    const words = async (name: string) =>
      (await saidTo(world.workspace, name)).map(textOf).join('\n');

    test('have what whoever is on call is told; they take it on there, and see its end', async () => {
      const alert = { labels: { alertname: 'card-errors', team: 'payments' } };
      await postAlerts(bot.url, [alert]);
      const message = await messageOf(world, 'card-errors');
      expect(await words('ana')).toMatch(/card-errors[^]*you are on call for payments/u);
      await untilQuiet(world.redis);
      await press(world, ana, 'acknowledge', message);
      await until('it shows', async () => /acknowledged by.*Ana Ruiz/iu.test(await words('ana')));
      await postAlerts(bot.url, [{ ...alert, status: 'resolved' }]);
      await until('it is over', async () => (await words('ana')).includes('🟢 card-errors'));
      expect(await words('bob')).toBe('');
    });

    test('have what is escalated to whoever is on call', async () => {
      await postAlerts(bot.url, [{ labels: { alertname: 'cart-errors', team: 'shop' } }]);
      const message = await messageOf(world, 'cart-errors');
      await untilQuiet(world.redis);
      await press(world, ana, 'escalate', message);
      await until('it is told', async () => (await words('ana')).includes('cart-errors'));
    });

    test('have nothing where nobody is on call: the fallback is told, and why', async () => {
      const alert = { labels: { alertname: 'night-errors', team: 'nights' } };
      await postAlerts(bot.url, [alert]);
      const feed = () => world.workspace.messages('ops-feed');
      await until('it is told', async () =>
        (await feed()).some((one) =>
          /night-errors[^]*nobody is on call for nights/u.test(textOf(one)),
        ),
      );
      await postAlerts(bot.url, [{ ...alert, status: 'resolved' }]);
    });

    test('go over to who comes on call, while nobody has it on', async () => {
      await postAlerts(bot.url, [{ labels: { alertname: 'late-errors', team: 'payments' } }]);
      await messageOf(world, 'late-errors');
      await untilQuiet(world.redis);
      await bot.stop();
      bot = await startBot({ config: configWith(world, 'Bob'), sns: world.sns });
      await until('Bob is told', async () => (await words('bob')).includes('late-errors'));
      await until('Ana sees that', async () =>
        /late-errors[^]*Bob is on call now, and was told/u.test(await words('ana')),
      );
      await untilQuiet(world.redis);
      const toBob = (await saidTo(world.workspace, 'bob')).map(textOf);
      expect(toBob.filter((one) => one.includes('late-errors'))).toHaveLength(1);
      expect(await words('bob')).not.toContain('card-errors');
    });
  });
});
