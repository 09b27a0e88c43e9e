import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { Silence } from '../../src/alert/silence.ts';
import type { App } from '../../src/app.ts';
import { createRedisIncidents } from '../../src/store/redis/incidents.ts';
import { createRedisMutes } from '../../src/store/redis/mutes.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { messageOf, press, type AlertMessage } from '../support/alert-message.ts';
import { startBot } from '../support/bot.ts';
import { pressButton } from '../support/press-button.ts';
import { startMailbox, type Mailbox } from '../support/mailbox.ts';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { untilQuiet } from '../support/quiet.ts';
import { postsAbout, textOf, threadOf } from '../support/seen.ts';
import { slackScreen, textIn, type SlackScreen } from '../support/slack-screen.ts';
import {
  acknowledgements,
  slackUser,
  untilListening,
  type SlackUser,
} from '../support/slack-user.ts';
import { uniqueName } from '../support/unique.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, ROUTING_KEY, startWorld, type World } from '../support/world.ts';

const HOUR = 60 * 60_000;

const typed = (value: string) => ({ type: 'plain_text_input', value });

describe.skipIf(!isLocalSlackInstalled())('Silence… opens a form', () => {
  let world: World;
  let prometheus: Prometheus;
  let mailbox: Mailbox;
  let bot: App;
  let start: () => Promise<App>;
  let ana: SlackUser;
  let eve: SlackUser;
  let screen: SlackScreen;
  let name: string;
  let message: AlertMessage;

  beforeAll(async () => {
    const users = [
      { name: 'ana', realName: 'Ana Ruiz' },
      { name: 'eve', realName: 'Eve Stone' },
    ];
    world = await startWorld(['incidents', 'ops-feed'], { users });
    ana = slackUser(world, 'ana', 'incidents');
    eve = slackUser(world, 'eve', 'incidents');
    prometheus = await startPrometheus();
    mailbox = await startMailbox();
    prometheus.series.set('sum(queue_depth)', [
      { labels: {}, at: (moment) => (moment / 60_000) % 10 },
    ]);
    const config = `
route:
  id: root
  receiver: ops
  group_by: [alertname, team]
  group_wait: 0s
  group_interval: 1s
  routes: [ { matchers: [team=everybody], receiver: everybody } ]
receivers:
  - name: ops
    slack: [ { channel: "#incidents" } ]
  - name: everybody
    pagerduty: [ { routing_key: "${ROUTING_KEY}" } ]
    email: [ { to: [kim@example.com] } ]
smtp: { url: "smtp://127.0.0.1:${mailbox.port}", from: tocsin@example.org }
access: { default: viewer, responder: ["${ana.id}"] }
incidents: { channel: "#ops-feed", update_every: { critical: 2s } }
metrics:
  sources: [ { name: prom, url: "${prometheus.url}" } ]
  saved: { queue-depth: { title: Queue depth, promql: 'sum(queue_depth)' } }`;
    start = () => startBot({ config: configFor(world, config), sns: world.sns, lookEvery: 300 });
    bot = await start();
    screen = await slackScreen(world);
    await untilListening(world);
  });
  afterAll(async () => {
    screen.close();
    await bot.stop();
    await world.stop();
    await prometheus.stop();
    await mailbox.stop();
  });

  beforeEach(async () => {
    screen.cancels(ana.id);
    await until('no form is open', () => screen.modal() === undefined);
    name = uniqueName('orders-5xx');
    const labels = { alertname: name, team: 'shop', severity: 'critical' };
    await postAlerts(bot.url, [{ labels }, { labels: { ...labels, host: 'b' } }]);
    message = await messageOf(world, name);
    await untilQuiet(world.redis);
  });

  async function opened(user = ana): Promise<void> {
    await press(world, user, 'silence', message);
    await until('the form is there', () => screen.modal()?.submit !== undefined);
  }

  async function silences(): Promise<readonly Silence[]> {
    const all = await createRedisMutes(world.redis.client, keysOf('tocsin')).silences();
    return all.filter((one) => one.matchers.some(({ value }) => value === name));
  }

  async function shown(): Promise<string> {
    const all = await world.workspace.messages('incidents');
    const found = all.find(({ ts }) => ts === message.ts);
    return found === undefined ? '' : textOf(found);
  }

  async function heardAfter(before: number, user = ana): Promise<string> {
    return textOf(await until('they hear of it', async () => (await user.heard())[before]));
  }

  test('that is filled with what the group is about, and says what it would mute', async () => {
    await opened();
    const form = textIn(screen.modal());
    expect(form).toContain(JSON.stringify(`alertname="${name}"\nteam="shop"`).slice(1, -1));
    expect(form).toContain(`Mutes 2 alerts that fire now: ${name} (critical, 2 alerts).`);
  });

  test('as Graph… does: what is asked for there is posted in the thread, for everybody', async () => {
    await press(world, eve, 'graph', message);
    await until('the form is there', () => screen.modal()?.submit !== undefined);
    expect(textIn(screen.modal())).toContain('As after /metric');
    const over = { selected_option: { value: '1h' } };
    screen.submits(eve.id, { metric: typed('queue-depth'), range: over });
    const [graph] = await until('it is posted', async () => {
      const lines = await threadOf(world, message);
      const found = lines.filter((line) => line.includes('slack_file'));
      return found.length > 0 && found;
    });
    expect(graph).toMatch(/^Queue depth\nlatest \d/u);
    expect(graph).toContain('"alt_text":"Queue depth: ');
  });

  test('and submitted, it shows in the message and its thread, and can be undone', async () => {
    await opened();
    const before = (await ana.heard()).length;
    screen.submits(ana.id, { why: typed('deploying <!channel>') });
    const word = await heardAfter(before);
    const [silence] = await silences();
    expect(silence).toMatchObject({ createdBy: 'Ana Ruiz', comment: 'deploying <!channel>' });
    // It begins when it is there, a moment after it was asked for.
    expect(((silence?.endsAt ?? 0) - (silence?.startsAt ?? 0)) / HOUR).toBeCloseTo(2);
    expect(word).toContain('Mutes 2 alerts that fire now');
    expect(word).toContain(`/silence expire ${silence?.id}`);
    expect(screen.modal()).toBeUndefined();
    await until('the message shows it', async () => (await shown()).includes('🔕'));
    await untilQuiet(world.redis);
    expect((await threadOf(world, message)).join()).toContain('Silenced by Ana Ruiz');
    await press(world, ana, 'explain', message);
    const explained = await heardAfter(before + 1);
    expect(explained).toMatch(/silenced by Ana Ruiz until \S+Z: deploying <!channel>/u);
    expect(explained).toContain(`the silence ${silence?.id} of Ana Ruiz: deploying <!channel>`);

    const { ts = '' } = (await ana.heard())[before] ?? {};
    const response = await fetch(`${world.workspace.url}/_control/interact`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        channel: message.channel,
        messageTs: ts,
        user: ana.id,
        action: { type: 'button', action_id: 'silence:expire', value: silence?.id },
      }),
    });
    expect(response.ok).toBe(true);
    expect(await heardAfter(before + 2)).toContain('It is over');
    await until('the message shows it', async () => (await shown()).includes('🔴'));
  });

  test('in which what can’t be is said where it stands, and the form stays', async () => {
    await opened();
    screen.submits(ana.id, {
      other: typed('soon'),
      matchers: typed('team~"shop"'),
      why: typed('  '),
    });
    await until('it says so', () => Object.keys(screen.errors()).length === 3);
    expect(screen.errors()).toMatchObject({
      other: expect.stringContaining('soon'),
      matchers: expect.stringContaining('is not a matcher'),
      why: expect.stringContaining('Say why'),
    });
    expect(screen.modal()).toBeDefined();
    screen.submits(ana.id, { matchers: typed('team=~".*"'), why: typed('x') });
    await until('it says so', () => Object.keys(screen.errors()).join() === 'matchers');
    expect(await silences()).toEqual([]);
  });

  test('that looks again at what it would mute', async () => {
    await opened();
    const before = screen.modal();
    screen.presses(ana.id, { action_id: 'silence:preview', block_id: 'preview' });
    await until('it looked', () => screen.modal() !== before);
    expect(textIn(screen.modal())).toContain('Mutes 2 alerts');
  });

  test('in which over a day takes another role', async () => {
    await opened();
    const before = (await ana.heard()).length;
    screen.submits(ana.id, { other: typed('25h'), why: typed('a migration') });
    expect(await heardAfter(before)).toContain('takes the role *operator*');
    expect(await silences()).toEqual([]);
  });

  test('that says to who may not, who may', async () => {
    await press(world, eve, 'silence', message);
    await until('it says so', () => textIn(screen.modal()).includes('takes the role *responder*'));
    expect(screen.modal()?.submit).toBeUndefined();
  });

  test('also when Slack is slow to open it', async () => {
    world.slack.faults.next({ kind: 'slow', method: 'views.open', delayMs: 700 });
    await opened();
    expect(textIn(screen.modal())).toContain(name);
  });

  test('for which no acknowledgement waits; and where it does not open, that is said', async () => {
    world.slack.faults.next({ kind: 'hang', method: 'views.open' });
    const before = (await ana.heard()).length;
    const acknowledged = await acknowledgements(world);
    await press(world, ana, 'silence', message);
    expect(await acknowledgements(world)).toBe(acknowledged + 1);
    expect(world.slack.calls.findLast(({ method }) => method === 'views.open')?.isOver).toBe(false);
    expect(await heardAfter(before)).toContain('The form did not open: press again');
  });

  test('as Incident… does: it is led, told and reminded of to its end, also by a bot that starts anew', async () => {
    const card = async () => (await postsAbout(world, 'Checkout is down', 'ops-feed'))[0];
    const shows = (what: string) =>
      until(`the card shows ${what}`, async () => {
        const found = await card();
        return found !== undefined && textOf(found).includes(what) && found;
      });
    const lines = async () => threadOf(world, await shows('INC-1'), 'ops-feed');
    const form = () => until('the form is there', () => screen.modal()?.submit !== undefined);

    await press(world, ana, 'incident', message);
    await form();
    expect(textIn(screen.modal())).toContain(`"initial_value":"${name} · shop"`);
    const leads = { selected_user: ana.id };
    screen.submits(ana.id, { title: typed('Checkout is down'), commander: leads });
    expect(textOf(await shows('INC-1'))).toContain(`🔥 ${name} · shop`);
    await until('the alert says so', async () =>
      (await threadOf(world, message)).some((line) => line.includes('opened INC-1')),
    );
    await press(world, ana, 'acknowledge', message);
    await shows('acknowledged by Ana Ruiz');
    await until('it reminds', async () => (await lines()).some((line) => line.includes('⏰')));
    expect((await lines()).find((line) => line.includes('⏰'))).toContain(`<@${ana.id}> ⏰`);

    await bot.stop();
    bot = await start();
    await untilListening(world, 2);
    await ana.types('/incident update identified The last release');
    await shows('identified');
    await shows('Ana Ruiz: The last release');
    await press(world, ana, 'resolve', message);
    await shows('All its alerts are over');
    await pressButton(world, ana.id, await shows('INC-1'), 'incident:resolve');
    await form();
    screen.submits(ana.id, { text: typed('A release'), impact: typed('No checkout') });
    expect(textOf(await shows('resolved after'))).toContain('Impact: No checkout');

    await until('it is settled', async () => (await incidents().unsettled()).length === 0);
    const { entries = [] } = (await incidents().find('INC-1')) ?? {};
    const said = await lines();
    const reminders = entries.filter(({ what }) => what === 'reminded');
    expect(said.filter((line) => line.includes('⏰'))).toHaveLength(reminders.length);
    expect(said.filter((line) => line.includes('📣'))).toHaveLength(1);
    expect(await postsAbout(world, 'Checkout is down', 'ops-feed')).toHaveLength(1);
  });

  test('and an exercise is heard of by nobody outside it, and says in each line what it is', async () => {
    await ana.types('/incident drill The region is gone');
    const card = await until('the card is there', async () =>
      (await postsAbout(world, 'The region is gone', 'ops-feed')).at(-1),
    );
    const lines = () => threadOf(world, card, 'ops-feed');
    await ana.types('/incident severity critical');
    await until('it reminds', async () => (await lines()).some((line) => line.includes('⏰')));
    await ana.types('/incident mitigated');
    await ana.types('/incident resolve Nothing was wrong');
    await until('it is settled', async () => (await incidents().unsettled()).length === 0);
    const all = [textOf(card), ...(await lines())];
    expect(all.length).toBeGreaterThan(4);
    for (const line of all) expect(line).toContain('DRILL');
    const called = all.join(' ').match(/<[@!][^>]*>/gu) ?? [];
    expect(new Set(called.filter((one) => !one.startsWith('<!date')))).toEqual(
      new Set([`<@${ana.id}>`]),
    );
    const elsewhere = await postsAbout(world, 'The region is gone', 'incidents');
    expect(elsewhere.filter((one) => one['ephemeral_to'] !== ana.id)).toEqual([]);
    expect([world.pagerduty.calls, mailbox.mails]).toEqual([[], []]);
  });

  function incidents() {
    return createRedisIncidents(world.redis.client, keysOf('tocsin'));
  }
});
