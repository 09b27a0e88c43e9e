import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { createRedisAudit } from '../../src/store/redis/audit.ts';
import { createRedisGroups } from '../../src/store/redis/groups.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import type { AlertAction } from '../../src/delivery/slack/actions.ts';
import { START } from '../../src/handlers/walk/start-button.ts';
import { messageOf, press, type AlertMessage, type Forged } from '../support/alert-message.ts';
import { startBot } from '../support/bot.ts';
import { pressButton } from '../support/press-button.ts';
import { untilQuiet } from '../support/quiet.ts';
import { textOf, threadOf } from '../support/seen.ts';
import { slackUser, untilListening, type SlackUser } from '../support/slack-user.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

describe.skipIf(!isLocalSlackInstalled())('at an alert message', () => {
  let world: World;
  let bot: App;
  let ana: SlackUser;
  let bob: SlackUser;
  let eve: SlackUser;
  let name: string;
  let message: AlertMessage;

  beforeAll(async () => {
    const users = [
      { name: 'ana', realName: 'Ana Ruiz' },
      { name: 'bob', realName: 'Bob Okafor' },
      { name: 'eve', realName: 'Eve Stone' },
    ];
    world = await startWorld(['incidents', 'ops-feed'], { users });
    ana = slackUser(world, 'ana', 'incidents');
    bob = slackUser(world, 'bob', 'incidents');
    eve = slackUser(world, 'eve', 'incidents');
    const config = `
route: { id: root, receiver: ops, group_by: [alertname], group_wait: 0s, group_interval: 1s, escalation: up }
escalation: { up: [ { after: 1h, notify: leads }, { after: 2h, notify: heads } ] }
receivers:
  - { name: ops, slack: [ { channel: "#incidents" } ] }
  - { name: leads, slack: [ { channel: "#ops-feed" } ] }
  - { name: heads, slack: [ { channel: "#ops-feed", mention: "<!here>" } ] }
access: { default: none, viewer: ["${eve.id}"], responder: ["${ana.id}", "${bob.id}"] }`;
    bot = await startBot({ config: configFor(world, config), sns: world.sns });
    await untilListening(world);
  });
  afterAll(async () => {
    await bot.stop();
    await world.stop();
  });

  beforeEach(async () => {
    name = uniqueName('orders-5xx');
    await fires();
    message = await messageOf(world, name);
    await untilQuiet(world.redis);
  });

  async function fires(rest: object = {}): Promise<void> {
    await postAlerts(bot.url, [{ labels: { alertname: name, severity: 'critical' }, ...rest }]);
  }

  async function group() {
    const groups = createRedisGroups(world.redis.client, keysOf('tocsin'));
    return (await groups.find(message.group))?.group;
  }

  async function shown(): Promise<string> {
    const all = await world.workspace.messages('incidents');
    const found = all.find(({ ts }) => ts === message.ts);
    return found === undefined ? '' : textOf(found);
  }

  /** Presses, and waits for the word that only they see. */
  async function hears(
    user: SlackUser,
    action: AlertAction,
    at: AlertMessage,
    forged?: Forged,
  ): Promise<string> {
    const before = (await user.heard()).length;
    await press(world, user, action, at, forged);
    const word = await until('they hear of it', async () => (await user.heard())[before]);
    return textOf(word);
  }

  async function deeds(action: string): Promise<readonly string[]> {
    const found: string[] = [];
    const audit = createRedisAudit(world.redis.client, keysOf('tocsin'));
    for await (const deed of audit.list()) {
      if (deed.action === action && deed.object === message.group) found.push(deed.actor);
    }
    return found;
  }

  test('Acknowledge shows in it at once, and Unacknowledge takes it back', async () => {
    await press(world, ana, 'acknowledge', message);
    await until('it shows', async () => /acknowledged by.*Ana Ruiz/iu.test(await shown()));
    await press(world, bob, 'unacknowledge', message);
    await until('it shows', async () => !/acknowledged by.*Ana Ruiz/iu.test(await shown()));
    expect(await deeds('unacknowledged')).toEqual([`slack:${bob.id}`]);
    expect(await hears(ana, 'unacknowledge', message)).toContain('Nobody has it on any more');
  });

  test('of two who acknowledge at the same time one has it, and the other hears who', async () => {
    const before = { ana: (await ana.heard()).length, bob: (await bob.heard()).length };
    await Promise.all([
      press(world, ana, 'acknowledge', message),
      press(world, bob, 'acknowledge', message),
    ]);
    const word = await until(
      'one of them hears of it',
      async () => (await ana.heard())[before.ana] ?? (await bob.heard())[before.bob],
    );
    const owner = (await group())?.acknowledged?.by;
    expect(textOf(word)).toContain(`${owner} has it`);
    await untilQuiet(world.redis);
    expect(await deeds('acknowledged')).toHaveLength(1);
    const all = [
      ...(await ana.heard()).slice(before.ana),
      ...(await bob.heard()).slice(before.bob),
    ];
    expect(all).toHaveLength(1);
  });

  test('Runbook shows what answers it, and Start walks that in its thread', async () => {
    const before = (await ana.heard()).length;
    await press(world, ana, 'runbook', message);
    const offer = await until('it is offered', async () => (await ana.heard())[before]);
    expect(textOf(offer)).toContain('it answers alertname=~');
    await pressButton(world, ana.id, offer, START);
    const card = 'High error rate: step 1 of';
    await until('its card is there', async () => {
      return (await threadOf(world, message)).some((line) => line.startsWith(card));
    });
    const again = await hears(bob, 'runbook', message);
    expect(again).toContain('Ana Ruiz has it');
    expect(again).toContain('"Join"');
  });

  test('who presses Acknowledge twice has it once', async () => {
    await Promise.all([1, 2, 3].map(() => press(world, ana, 'acknowledge', message)));
    await until('it shows', async () => (await shown()).includes('Ana Ruiz'));
    await untilQuiet(world.redis);
    expect(await deeds('acknowledged')).toEqual([`slack:${ana.id}`]);
  });

  test('Resolve ends it, and a click on what is over does nothing but say so', async () => {
    await press(world, ana, 'resolve', message);
    await until('it is green', async () => (await shown()).includes('🟢'));
    await untilQuiet(world.redis);
    const word = await hears(bob, 'acknowledge', message);
    expect(word).toContain('It is over already');
    expect(word).toContain('by Ana Ruiz');
    expect(await deeds('acknowledged')).toEqual([]);
  });

  test('a click at the message of an outbreak that is over leaves the new one alone', async () => {
    await press(world, ana, 'resolve', message);
    await until('it is green', async () => (await shown()).includes('🟢'));
    await untilQuiet(world.redis);
    await fires({ startsAt: new Date().toISOString() });
    const old = message;
    message = await until('there is a new message', async () => {
      const next = await messageOf(world, name);
      return next.ts === old.ts ? undefined : next;
    });
    await untilQuiet(world.redis);
    expect(await hears(bob, 'resolve', old)).toContain('another message');
    expect(await shown()).not.toContain('🟢');
    expect(await deeds('resolved')).toEqual([`slack:${ana.id}`]);
  });

  test('Escalate calls the next ones, once when two press for it', async () => {
    const before = { ana: (await ana.heard()).length, bob: (await bob.heard()).length };
    await Promise.all([
      press(world, ana, 'escalate', message),
      press(world, bob, 'escalate', message),
    ]);
    const word = await until(
      'one of them hears of it',
      async () => (await ana.heard())[before.ana] ?? (await bob.heard())[before.bob],
    );
    expect(textOf(word)).toContain('leads was called by');
    await untilQuiet(world.redis);
    expect(await deeds('escalated')).toHaveLength(1);
    expect((await group())?.escalation?.step).toBe(1);
    const lines = await threadOf(world, message);
    expect(lines.filter((line) => line.includes('Escalated'))).toHaveLength(1);
  });

  test('explain says what tocsin explain says, to who asks alone', async () => {
    const word = await hears(eve, 'explain', message);
    expect(word).toContain(message.group);
    expect(word).toContain('first notification');
  });

  test('a link to the message can be copied, by who may only look', async () => {
    const word = await hears(eve, 'link', message);
    expect(word).toMatch(new RegExp(`https?://\\S+${message.ts.replace('.', '')}`, 'u'));
    expect(word).toContain(`tocsin explain ${message.group}`);
  });

  test('who may not is told who may', async () => {
    const word = await hears(eve, 'resolve', message);
    expect(word).toContain('takes the role *responder*');
    expect(word).toContain(`<@${ana.id}>`);
    expect(await deeds('resolved')).toEqual([]);
  });

  describe('what Slack never shows', () => {
    test('another group’s key is refused', async () => {
      const other = uniqueName('disk-full');
      await postAlerts(bot.url, [{ labels: { alertname: other, severity: 'warning' } }]);
      const theirs = await messageOf(world, other);
      const word = await hears(ana, 'resolve', theirs, { ts: message.ts });
      expect(word).toContain('not the one that Tocsin keeps up to date');
      await untilQuiet(world.redis);
      expect((await messageOf(world, other)).ts).toBe(theirs.ts);
      expect(await shown()).not.toContain('🟢');
    });

    test.each(['', 'alert:', 'alert:1:../../x', 'alert:NaN:root.1', '{"group":1}'])(
      'garbage is refused: %j',
      async (blockId) => {
        expect(await hears(ana, 'resolve', message, { blockId })).toContain(
          'not one that Tocsin knows',
        );
        expect(await deeds('resolved')).toEqual([]);
      },
    );
  });
});
