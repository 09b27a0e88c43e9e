import { describe, expect, test } from 'vitest';
import { configText, played, posted, short, simulated } from './support/told.ts';

describe('as Alertmanager tells it', () => {
  test('1: a firing alert is repeated at each flush where the repeat interval is tiny, then resolved', async () => {
    const told = await simulated(configText({ repeat_interval: '1ms' }), '1-repeat-and-resolve');
    expect(short(told)).toEqual(['2 +a', '3 +a', '4 -a']);
    expect(told[0]).toEqual({
      at: 2,
      receiver: 'team',
      integration: 'webhook',
      action: 'send',
      status: 'firing',
      group: {},
      alerts: [{ status: 'firing', labels: { alertname: 'a' }, startsAt: 1, endsAt: null }],
      reason: 'first notification',
    });
    expect(told[2]).toMatchObject({
      status: 'resolved',
      alerts: [{ status: 'resolved', startsAt: 1, endsAt: 3.5 }],
      reason: 'all resolved',
    });
  });

  test('2: what comes within the wait is told together, repeats come on the rhythm', async () => {
    const config = configText({ repeat_interval: '4900ms' });
    const told = await simulated(config, '2-batches', ['--until', '12']);
    expect(short(told)).toEqual(['2.1 +a,b', '4.1 +a,b,c,d,e', '9.1 +a,b,c,d,e']);
    expect(told.map(({ reason }) => reason)).toEqual([
      'first notification',
      'new alerts',
      'repeat',
    ]);
  });

  test('3: what is not re-sent is over after the resolve timeout', async () => {
    const config = configText({ group_interval: '5s', resolve_timeout: '10s' });
    const told = await simulated(config, '3-resolve-timeout');
    expect(short(told)).toEqual(['2 +a,b,c', '12 -a,b,c']);
    expect(told[1]?.alerts.map(({ endsAt }) => endsAt)).toEqual([11, 11, 11]);
  });

  test('4: a silenced alert is left out, and is there again when the silence is over', async () => {
    const told = await simulated(configText({ repeat_interval: '1ms' }), '4-silence', [
      '--until',
      '5.5',
    ]);
    expect(short(told)).toEqual(['2 +a,b', '3 +b', '4 +b', '5 +a,b']);
  });

  test('5: what JobDown inhibits is left out until that is over', async () => {
    const inhibition = `inhibit_rules:
  - source_matchers: ['alertname="JobDown"']
    target_matchers: ['alertname="InstanceDown"']
    equal: [job, zone]
`;
    const config = configText({ repeat_interval: '1s' }, inhibition);
    const told = await simulated(config, '5-inhibition', ['--until', '4.5']);
    expect(short(told)).toEqual([
      '2 +InstanceDown,InstanceDown,test1',
      '3 +InstanceDown,JobDown,test1',
      '4 +InstanceDown,InstanceDown,test1 -JobDown',
    ]);
  });

  test('6: a restart neither loses nor repeats anything, and the rhythm goes on', async () => {
    const config = configText({ group_interval: '6s', repeat_interval: '10m' });
    const told = await simulated(config, '6-restart', ['--until', '60']);
    expect(short(told)).toEqual(['2 +a', '8 +a,b']);
  });
});

describe('what re-implementations get wrong', () => {
  test('an emptied group keeps its rhythm for half a minute where re-fires are not prompt', async () => {
    const config = configText({ group_interval: '10s', prompt_refire: 'false' });
    const told = await played(config, [posted(0, 'a'), posted(2, '-a'), posted(12, 'a')]);
    expect(short(told)).toEqual(['1 +a', '11 -a', '21 +a']);
  });

  test('once an empty group is forgotten the next alert opens a fresh one', async () => {
    const config = configText({ group_interval: '10s', prompt_refire: 'false' });
    const told = await played(config, [posted(0, 'a'), posted(2, '-a'), posted(45, 'a')]);
    expect(short(told)).toEqual(['1 +a', '11 -a', '46 +a']);
  });

  test('what was told resolved fires again promptly unless the route says otherwise', async () => {
    const config = configText({ group_interval: '10s' });
    const told = await played(config, [posted(0, 'a'), posted(2, '-a'), posted(12, 'a')]);
    expect(short(told)).toEqual(['1 +a', '11 -a', '13 +a']);
  });

  test('the end of an alert that nobody knew opens a group, starts its timer, and says nothing', async () => {
    const config = configText({ group_wait: '3s', group_interval: '10s' });
    const told = await played(config, [posted(0, '-x'), posted(2, 'a')], 30);
    expect(told.map(({ at, status }) => [at, status])).toEqual([[3, 'firing']]);
    expect(told[0]?.alerts.some(({ labels }) => labels['alertname'] === 'a')).toBe(true);
  });

  test('an alert that began long ago makes a group that has not flushed yet flush at once', async () => {
    const config = configText({ group_wait: '30s', group_interval: '1m' });
    const old = {
      at: 5,
      source: 'tocsin',
      body: { alerts: [{ labels: { alertname: 'b' }, startsAt: -60 }] },
    };
    const told = await played(config, [posted(0, 'a'), old, posted(10, 'c')], 70);
    expect(short(told)).toEqual(['5 +a,b', '65 +a,b,c']);
    expect(told[0]?.alerts[1]?.startsAt).toBe(-60);
  });

  test('after its first flush a group waits for its rhythm also for an old alert', async () => {
    const config = configText({ group_wait: '1s', group_interval: '10s' });
    const old = {
      at: 5,
      source: 'tocsin',
      body: { alerts: [{ labels: { alertname: 'b' }, startsAt: 0 }] },
    };
    const told = await played(config, [posted(0, 'a'), old], 20);
    expect(short(told)).toEqual(['1 +a', '11 +a,b']);
  });

  test('an alert that was never told as firing is told resolved where there is something else to say', async () => {
    const config = configText({ group_interval: '10s' });
    const input = [posted(0, 'a'), posted(2, 'b'), posted(3, '-b'), posted(4, 'c')];
    const told = await played(config, input, 20);
    expect(short(told)).toEqual(['1 +a', '11 +a,c -b']);
  });

  test('at exactly the repeat interval nothing is sent yet', async () => {
    const config = configText({ group_interval: '1m', repeat_interval: '10m' });
    const told = await played(config, [posted(0, 'a')], 1400);
    expect(short(told)).toEqual(['1 +a', '661 +a', '1321 +a']);
  });

  test('an event comes before a flush that is due at the same time', async () => {
    const told = await played(configText(), [posted(0, 'a'), posted(1, 'b')], 3);
    expect(short(told)).toEqual(['1 +a,b']);
  });
});
