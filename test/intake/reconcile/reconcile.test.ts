import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  ACCOUNT,
  DENIED,
  startCloudWatch,
  THROTTLED,
  type CloudWatch,
} from '../../../demo/cloudwatch/cloudwatch.ts';
import { Bot, TOPIC } from './support/world.ts';

let cloudwatch: CloudWatch;
let bot: Bot;

beforeEach(async () => {
  cloudwatch = await startCloudWatch();
  bot = new Bot(cloudwatch);
});
afterEach(() => cloudwatch.stop());

const LOST = { told: false };

describe('what somebody said is over', () => {
  test('is not brought back by CloudWatch, where it is still in alarm since then', async () => {
    await bot.changes('a', 'ALARM');
    await bot.resolve();
    expect(bot.firing).toEqual([]);
    await bot.reconcile();
    expect([bot.firing, bot.healed]).toEqual([[], []]);
  });

  test('fires again when it went into alarm anew, also if both notifications are lost', async () => {
    await bot.changes('a', 'ALARM');
    await bot.resolve();
    await bot.changes('a', 'OK', LOST);
    await bot.changes('a', 'ALARM', LOST);
    await bot.reconcile();
    expect(bot.firing).toEqual(['a']);
    expect(bot.alert('a')).not.toHaveProperty('closed');
  });
});

describe('a lost notification', () => {
  test('improvement 7: of an OK is healed: the alarm is over since CloudWatch says so', async () => {
    await bot.changes('a', 'ALARM');
    await bot.changes('a', 'OK', LOST);
    const endedAt = bot.now;
    expect(bot.firing).toEqual(['a']);
    expect(await bot.reconcile()).toMatchObject({ failures: [] });
    expect(bot.firing).toEqual([]);
    expect(bot.alert('a')).toMatchObject({ endsAt: endedAt, changedAt: endedAt });
    expect(bot.alerts).toHaveLength(1);
  });

  test('improvement 7: of an ALARM is healed for an alarm that was heard of before, as severe as it was', async () => {
    await bot.changes('a', 'ALARM');
    await bot.changes('a', 'OK');
    await bot.changes('a', 'ALARM', LOST);
    await bot.reconcile();
    expect(bot.firing).toEqual(['a']);
    expect(bot.alert('a')).toMatchObject({ startsAt: bot.now - 1_000, severity: 'critical' });
    expect(bot.alerts).toHaveLength(1);
  });

  test('is told as the notification would have told it', async () => {
    await bot.changes('told', 'ALARM');
    await bot.changes('lost', 'ALARM', { ...LOST, actions: [TOPIC] });
    await bot.reconcile();
    const [told, lost] = [bot.alert('told'), bot.alert('lost')];
    expect(lost?.labels).toEqual({ ...told?.labels, alertname: 'lost' });
    expect(lost?.annotations).toEqual(told?.annotations);
    expect(lost?.links.map(({ title }) => title)).toEqual(['Console']);
  });

  test('that comes after all changes nothing', async () => {
    await bot.changes('a', 'ALARM');
    await bot.changes('a', 'OK', LOST);
    const late = cloudwatch.get('a');
    await bot.reconcile();
    await bot.changes('a', 'ALARM', LOST);
    await bot.reconcile();
    if (late !== undefined) await bot.notify(late);
    expect(bot.firing).toEqual(['a']);
  });

  test('is healed once, however many replicas see it and however often', async () => {
    await bot.changes('a', 'ALARM');
    await bot.changes('a', 'OK', LOST);
    await Promise.all([bot.reconcile(), bot.reconcile(), bot.reconcile()]);
    await bot.reconcile();
    expect(bot.healed).toHaveLength(1);
  });

  test('of a composite or a log alarm is healed too', async () => {
    for (const type of ['CompositeAlarm', 'LogAlarm'] as const) {
      await bot.changes(type, 'ALARM', { type });
      await bot.changes(type, 'OK', { ...LOST, type });
    }
    await bot.reconcile();
    expect(bot.firing).toEqual([]);
    expect(bot.healed.map(({ source }) => source)).toEqual(['cloudwatch-composite', 'cloudwatch']);
  });

  test('of INSUFFICIENT_DATA is left to its policy: what fires goes on firing', async () => {
    await bot.changes('a', 'ALARM');
    await bot.changes('a', 'INSUFFICIENT_DATA', LOST);
    await bot.reconcile();
    await bot.reconcile();
    expect(bot.healed).toMatchObject([{ status: 'nodata' }]);
    expect(bot.firing).toEqual(['a']);
  });
});

describe('an alarm that never notified the bot', () => {
  test('does not begin to alert', async () => {
    await bot.changes('foreign', 'ALARM', { ...LOST, actions: ['arn:aws:sns:us-east-1:1:other'] });
    expect(await bot.reconcile()).toMatchObject({ ours: [] });
    expect(bot.alerts).toEqual([]);
  });

  test('does when it tells one of our topics, and is as severe as the topic says', async () => {
    await bot.changes('ours', 'ALARM', { ...LOST, actions: ['arn:aws:lambda:x', TOPIC] });
    let topic: string | undefined;
    const { inbox } = bot.store;
    await bot.reconcile({
      inbox: {
        ...inbox,
        accept(acceptance) {
          if (acceptance.event.type === 'signals') ({ topic } = acceptance.event);
          return inbox.accept(acceptance);
        },
      },
    });
    expect([bot.firing, topic]).toEqual([['ours'], TOPIC]);
  });

  test('does when the config includes it', async () => {
    bot = new Bot(cloudwatch, { includes: ({ ApiName }) => ApiName === 'orders-api' });
    await bot.changes('included', 'ALARM', LOST);
    await bot.reconcile();
    expect(bot.firing).toEqual(['included']);
  });

  test.each([
    ['its actions are disabled', { rest: { ActionsEnabled: false } }],
    [
      'another alarm suppresses them',
      { type: 'CompositeAlarm' as const, rest: { ActionsSuppressedBy: 'Alarm' } },
    ],
  ])('does not while %s', async (_, rest) => {
    await bot.changes('quiet', 'ALARM', { ...LOST, actions: [TOPIC], ...rest });
    await bot.reconcile();
    expect(bot.alerts).toEqual([]);
  });
});

test('an alarm whose actions were disabled while it fired is over when it is OK', async () => {
  await bot.changes('a', 'ALARM');
  await bot.changes('a', 'OK', { ...LOST, rest: { ActionsEnabled: false } });
  await bot.reconcile();
  expect(bot.firing).toEqual([]);
});

test('what CloudWatch said before the bot’s own news came changes nothing', async () => {
  await bot.changes('a', 'ALARM');
  const before = cloudwatch.get('a');
  await bot.changes('a', 'OK');
  if (before !== undefined) cloudwatch.put(before);
  await bot.reconcile();
  expect([bot.firing, bot.healed]).toEqual([[], []]);
});

test('an alarm that a test set is told by its notification or not at all, its end in any case', async () => {
  await bot.changes('a', 'ALARM', {
    ...LOST,
    actions: [TOPIC],
    reason: 'tocsin test-alarm 1: a test',
  });
  await bot.reconcile();
  expect(bot.alerts).toEqual([]);
  const alarm = cloudwatch.get('a');
  if (alarm) await bot.notify(alarm);
  await bot.changes('a', 'OK', { ...LOST, reason: 'tocsin test-alarm 1: the test is over' });
  await bot.reconcile();
  expect([bot.alerts.length, bot.firing]).toEqual([1, []]);
});

describe('an alarm that was deleted', () => {
  beforeEach(() => bot.changes('gone', 'ALARM'));

  test('is closed, and people are told why', async () => {
    await bot.changes('stays', 'ALARM');
    cloudwatch.remove('gone');
    await bot.reconcile();
    expect(bot.firing).toEqual(['stays']);
    expect(bot.alert('gone')?.annotations).toMatchObject({ summary: 'The alarm was deleted' });
  });

  test('fires again when it is made anew', async () => {
    cloudwatch.put({ name: 'other', state: 'OK' });
    cloudwatch.remove('gone');
    await bot.reconcile();
    await bot.changes('gone', 'ALARM', LOST);
    await bot.reconcile();
    expect(bot.firing).toEqual(['gone']);
  });

  test.each(['MetricAlarm', 'CompositeAlarm', 'LogAlarm'])(
    'is not closed while not all can be read: %s',
    async (type) => {
      cloudwatch.put({ name: 'other', state: 'OK' });
      cloudwatch.remove('gone');
      cloudwatch.failWith = ({ input }) =>
        String(input['AlarmTypes']).includes(type) ? DENIED : undefined;
      expect((await bot.reconcile()).failures).toHaveLength(1);
      expect(bot.firing).toEqual(['gone']);
    },
  );

  test('is not closed when the last page can not be read', async () => {
    cloudwatch.pageSize = 1;
    for (const name of ['x', 'y']) cloudwatch.put({ name, state: 'OK' });
    cloudwatch.failWith = ({ input }) => (input['NextToken'] === '2' ? DENIED : undefined);
    expect((await bot.reconcile()).failures).toHaveLength(1);
    expect(bot.firing).toEqual(['gone']);
  });

  test('is not closed when it is there after all, asked for by name', async () => {
    const alarm = cloudwatch.get('gone');
    cloudwatch.put({ name: 'other', state: 'OK' });
    cloudwatch.remove('gone');
    cloudwatch.failWith = ({ input }) => {
      if (input['AlarmNames'] !== undefined && alarm) cloudwatch.put(alarm);
      return undefined;
    };
    await bot.reconcile();
    expect(bot.firing).toEqual(['gone']);
  });

  test('is not closed by a listing of another region or account, nor by an empty one of nobody', async () => {
    cloudwatch.remove('gone');
    expect(await bot.reconcile()).toEqual({ ours: [], failures: [] });
    expect(bot.firing).toEqual(['gone']);
    const elsewhere = new Bot(cloudwatch, { region: 'eu-west-1' });
    await elsewhere.changes('b', 'ALARM');
    cloudwatch.remove('b');
    cloudwatch.put({ name: 'other', state: 'OK' });
    await elsewhere.reconcile();
    expect(elsewhere.firing).toEqual(['b']);
  });

  test('is closed also when it was the last one', async () => {
    await bot.reconcile();
    cloudwatch.remove('gone');
    await bot.reconcile();
    expect(bot.firing).toEqual([]);
  });

  test('is closed by an empty listing where the account is known', async () => {
    const known = new Bot(cloudwatch, { account: ACCOUNT });
    await known.changes('last', 'ALARM');
    cloudwatch.remove('gone');
    cloudwatch.remove('last');
    await known.reconcile();
    expect(known.firing).toEqual([]);
  });

  test('is not closed when it began to fire after the list was asked for', async () => {
    cloudwatch.put({ name: 'other', state: 'OK' });
    const gone = cloudwatch.get('gone');
    cloudwatch.remove('gone');
    const { alarms } = bot.store;
    await bot.reconcile({
      alarms: {
        ...alarms,
        async firing(place) {
          bot.now += 1_000;
          if (gone) await bot.notify({ ...gone, changedAt: bot.now });
          return alarms.firing(place);
        },
      },
    });
    expect([bot.firing, bot.healed]).toEqual([['gone'], []]);
  });

  test('if composite, is closed only where composite alarms are seen at all', async () => {
    cloudwatch.put({ name: 'other', state: 'OK' });
    for (const name of ['c1', 'c2']) await bot.changes(name, 'ALARM', { type: 'CompositeAlarm' });
    cloudwatch.remove('c1');
    await bot.reconcile();
    expect(bot.firing).toEqual(['c2', 'gone']);
    cloudwatch.remove('c2');
    await bot.reconcile();
    expect(bot.firing).toEqual(['c2', 'gone']);
  });
});

describe('CloudWatch', () => {
  test('is read page by page', async () => {
    for (let index = 0; index < 250; index += 1) {
      cloudwatch.put({ name: `a-${index}`, state: 'ALARM', changedAt: bot.now, actions: [TOPIC] });
    }
    await bot.reconcile();
    expect(bot.firing).toHaveLength(250);
    const pages = cloudwatch.calls.filter(
      ({ input }) => String(input['AlarmTypes']) === 'MetricAlarm',
    );
    expect(pages).toHaveLength(3);
  });

  test('that limits the rate is asked again', async () => {
    await bot.changes('a', 'ALARM');
    await bot.changes('a', 'OK', LOST);
    let refusals = 2;
    cloudwatch.failWith = () => {
      refusals -= 1;
      return refusals < 0 ? undefined : THROTTLED;
    };
    expect(await bot.reconcile()).toMatchObject({ failures: [] });
    expect(bot.firing).toEqual([]);
  });

  test('that refuses composite alarms is still asked about the others', async () => {
    await bot.changes('a', 'ALARM');
    await bot.changes('a', 'OK', LOST);
    cloudwatch.failWith = ({ input }) =>
      String(input['AlarmTypes']) === 'CompositeAlarm' ? DENIED : undefined;
    const { failures } = await bot.reconcile();
    expect(failures).toMatchObject([{ name: 'AccessDeniedException' }]);
    expect(bot.firing).toEqual([]);
  });

  test('that never heard of log alarms has none', async () => {
    await bot.changes('gone', 'ALARM');
    cloudwatch.put({ name: 'other', state: 'OK' });
    cloudwatch.remove('gone');
    cloudwatch.failWith = ({ input }) =>
      String(input['AlarmTypes']).includes('LogAlarm')
        ? { status: 400, code: 'ValidationException' }
        : undefined;
    expect(await bot.reconcile()).toMatchObject({ failures: [] });
    expect(bot.firing).toEqual([]);
  });
});

describe('an alarm over several time series', () => {
  const at = (changedAt: number) => ({ changedAt });

  test('heals each of them, in both directions, and does not alert as a whole', async () => {
    cloudwatch.put({ name: 'cpu', state: 'ALARM', changedAt: bot.now, actions: [TOPIC] });
    cloudwatch.put({ name: 'cpu', series: { 'i-1': at(bot.now), 'i-2': at(bot.now) } });
    const alarm = cloudwatch.get('cpu');
    if (alarm) await bot.notify(alarm, 'i-1');
    expect(bot.firing).toEqual(['cpu i-1']);
    await bot.reconcile();
    expect(bot.firing).toEqual(['cpu i-1', 'cpu i-2']);

    cloudwatch.put({ name: 'cpu', series: { 'i-2': at(bot.now) } });
    await bot.reconcile();
    expect(bot.firing).toEqual(['cpu i-2']);

    cloudwatch.put({ name: 'cpu', state: 'OK', changedAt: bot.now, series: {} });
    await bot.reconcile();
    expect(bot.firing).toEqual([]);
  });

  test('keeps them all while they can not be asked for', async () => {
    cloudwatch.put({ name: 'cpu', state: 'ALARM', changedAt: bot.now, series: {} });
    const alarm = cloudwatch.get('cpu');
    if (alarm) await bot.notify(alarm, 'i-1');
    cloudwatch.failWith = ({ operation }) =>
      operation === 'DescribeAlarmContributors' ? DENIED : undefined;
    expect((await bot.reconcile()).failures).toHaveLength(1);
    expect(bot.firing).toEqual(['cpu i-1']);
  });
});
