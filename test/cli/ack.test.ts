import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { untilQuiet } from '../support/quiet.ts';
import { startLiveBot, type LiveBot } from './support/live-bot.ts';

let bot: LiveBot;

beforeAll(async () => {
  bot = await startLiveBot(`
route:
  id: root
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1h
  routes:
    - { id: page, matchers: ['severity="critical"'], continue: true, escalation: standard }
    - { id: team, matchers: ['team=~".+"'], group_by: [team] }
escalation:
  standard: [ { after: 1h, notify: log } ]
`);
  await bot.fires(
    { alertname: 'disk-full', severity: 'warning' },
    { alertname: 'orders-5xx', severity: 'critical', team: 'shop' },
  );
  await untilQuiet(bot.redis);
});
afterAll(() => bot.stop());
/** Where many programs are started one after the other, in milliseconds. */
const SLOW = 120_000;

describe('tocsin ack', () => {
  test('takes on what has the labels, and says what that is', async () => {
    const { status, stdout, stderr } = await bot.run('ack', 'alertname=orders-5xx');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^acknowledged page\.[0-9a-f]{16} \{alertname="orders-5xx"\}: 1 alert fires: orders-5xx \(critical\); ana has it on\n$/u,
    );
  });

  test('takes on groups whose alerts have the labels, where none is grouped by them', async () => {
    const as = ['--by', 'bob', '--take-over'];
    const { stdout } = await bot.run('ack', 'severity=critical', '--for', '2h', ...as);
    const lines = stdout.trimEnd().split('\n').toSorted();
    expect(lines).toEqual([
      expect.stringMatching(/^acknowledged page\..*; bob has it on until .*Z \(in 2 h\)$/u),
      expect.stringMatching(/^acknowledged team\.\w+ \{team="shop"\}: .*; bob has it on until /u),
    ]);
  });

  test('leaves it to who has it on already, and says who that is', async () => {
    const { status, stdout, stderr } = await bot.run('ack', 'page.', '--by', 'carol');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^tocsin: bob has page\.\w+ on since .*Z: write --take-over to have it\n$/u,
    );
  });

  test('takes the beginning of a key', async () => {
    const { stdout } = await bot.run('ack', 'page.', '--by', 'bob');
    expect(stdout).toMatch(/^acknowledged page\.\w+ .*; bob has it on\n$/u);
  });

  test('names those that may be meant when none is, and ends with 1', async () => {
    const { status, stdout, stderr } = await bot.run('ack', 'alertname=orders-5x');
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^tocsin: there is no group alertname=orders-5x; the nearest are:\n/u);
    expect(stderr).toContain('{alertname="orders-5xx"}');
  });

  test('refuses conditions', async () => {
    expect((await bot.run('ack', 'alertname=~"x"')).status).toBe(2);
  });
});

describe('tocsin unack', () => {
  test(
    'gives it back, and says who had it, or that nobody had',
    async () => {
      await bot.run('ack', 'alertname=disk-full', '--by', 'bob');
      const { status, stdout } = await bot.run('unack', 'alertname=disk-full');
      expect([status, stdout]).toEqual([
        0,
        expect.stringMatching(
          /^bob has it on no more: root\.\w+ \{alertname="disk-full"\}: 1 alert fires: disk-full \(warning\)\n$/u,
        ),
      ]);
      const again = await bot.run('unack', 'alertname=disk-full');
      expect([again.status, again.stdout]).toEqual([1, '']);
      expect(again.stderr).toMatch(/^tocsin: nobody has root\.\w+ on\n$/u);
    },
    SLOW,
  );
});

describe('tocsin escalate', () => {
  test(
    'calls the next ones now, and says when there are no more, or none',
    async () => {
      const { status, stdout, stderr } = await bot.run('escalate', 'alertname=orders-5xx');
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(/^called log: page\.\w+ \{alertname="orders-5xx"\}: 1 alert fires: /u);
      const again = await bot.run('escalate', 'alertname=orders-5xx');
      expect([again.status, again.stdout]).toEqual([1, '']);
      expect(again.stderr).toMatch(
        /^tocsin: page\.\w+ can not be escalated: it is at its last step\n$/u,
      );
      const none = await bot.run('escalate', 'alertname=disk-full');
      expect([none.status, none.stdout]).toEqual([1, '']);
      expect(none.stderr).toContain('its route has no escalation');
    },
    SLOW,
  );
});

describe('tocsin resolve', () => {
  test(
    'ends what fires, wherever it is, and says when nothing does',
    async () => {
      const { status, stdout, stderr } = await bot.run('resolve', 'alertname=orders-5xx');
      expect([status, stderr]).toEqual([0, '']);
      expect(stdout).toMatch(
        /^resolved page\.\w+ \{alertname="orders-5xx"\}: orders-5xx \(critical\)\n$/u,
      );
      await untilQuiet(bot.redis);
      const again = await bot.run('resolve', 'team=shop');
      expect([again.status, again.stdout]).toEqual([1, '']);
      expect(again.stderr).toMatch(/^tocsin: (nothing fires in team\.|there is no group )/u);
      const { stdout: trail } = await bot.run('audit');
      expect(trail).toMatch(/ana +escalated/u);
      expect(trail).toMatch(/ana +resolved/u);
    },
    SLOW,
  );
});
