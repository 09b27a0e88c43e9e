import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { InhibitRule } from '../../src/rules/policy.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const jobDown: InhibitRule = {
  id: 'job-down',
  source: [matcher('alertname', '=', 'JobDown')],
  target: [matcher('alertname', '=', 'InstanceDown')],
  equal: ['job', 'zone'],
};
const policy = policyOf(route(), undefined, { inhibitRules: [jobDown] });

const EVER = { times: [], weekdays: [], daysOfMonth: [], months: [], years: [] };

const inZone = (zone: string, alertname: string) => ({
  labels: { alertname, job: 'test', zone },
});

test('scenario 5: a source mutes its targets until it is over', async () => {
  const line = new Timeline({
    policy: policyOf(route({ repeatInterval: 1_000 }), undefined, { inhibitRules: [jobDown] }),
  });
  await line.fires(1, 'test1');
  await line.fires(1, 'Inst(aa)', inZone('aa', 'InstanceDown'));
  await line.fires(1, 'Inst(ab)', inZone('ab', 'InstanceDown'));
  await line.fires(2.2, 'JobDown(aa)', inZone('aa', 'JobDown'));
  await line.ends(3.6, 'JobDown(aa)', inZone('aa', 'JobDown'));
  await line.until(4.5);
  expect(line.told).toEqual([
    '2 hook +Inst(aa),Inst(ab),test1',
    '3 hook +Inst(ab),JobDown(aa),test1',
    '4 hook +Inst(aa),Inst(ab),test1 -JobDown(aa)',
  ]);
});

test('improvement 2: a target that was never told is told once its source is over', async () => {
  const split = policyOf(route({ groupBy: ['alertname'] }), undefined, { inhibitRules: [jobDown] });
  const line = new Timeline({ policy: split });
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1.5, 'target', inZone('aa', 'InstanceDown'));
  await line.until(30);
  expect(line.told).toEqual(['2 hook +source']);
  await line.ends(30.2, 'source', inZone('aa', 'JobDown'));
  await line.until(60);
  expect(line.told.slice(1)).toEqual(['30.5 hook +target', '31 hook -source']);
});

test('improvement 1: a target that was told is told closed while it is inhibited', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await line.fires(3.5, 'source', inZone('aa', 'JobDown'));
  await line.ends(6.5, 'target', inZone('aa', 'InstanceDown'));
  await line.until(60);
  expect(line.told).toEqual(['2 hook +target', '4 hook +source', '7 hook +source -target']);
});

test('improvement 1: so it is when it is sent again, or ends, while others are being told', async () => {
  for (const ends of [13, 30]) {
    const line = new Timeline({
      policy: policyOf(route({ groupInterval: 10_000 }), undefined, { inhibitRules: [jobDown] }),
      answer: (_, at) => ({ after: at === 11 ? 4 : 0 }),
    });
    await line.fires(0, 'target', inZone('aa', 'InstanceDown'));
    await line.fires(5, 'source', inZone('aa', 'JobDown'));
    await line.fires(12, 'target', inZone('aa', 'InstanceDown'));
    await line.ends(ends, 'target', inZone('aa', 'InstanceDown'));
    await line.until(60);
    expect(line.told).toEqual([
      '1 hook +target',
      '15 hook +source',
      `${ends === 13 ? 21 : 31} hook +source -target`,
    ]);
  }
});

test('a target that is sent again stays muted in what is edited before the next flush', async () => {
  const line = new Timeline({
    policy: policyOf(
      route({ groupBy: ['job'], groupInterval: 10_000 }),
      { hook: { chat: { kind: 'slack' } } },
      { inhibitRules: [jobDown] },
    ),
  });
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await line.until(5.2);
  await line.fires(5.2, 'target', { ...inZone('aa', 'InstanceDown'), severity: 'critical' });
  await line.fires(5.4, 'other', inZone('ab', 'InstanceDown'));
  await line.until(5.9);
  const edits = line.calls.filter(({ kind }) => kind === 'edit');
  expect(edits.at(-1)?.firing.toSorted()).toEqual(['other', 'source']);
});

test('a target that is new, or fires again, is never shown by an edit while it is inhibited', async () => {
  const line = new Timeline({
    policy: policyOf(
      route({ groupBy: ['job'], groupInterval: 10_000 }),
      { hook: { chat: { kind: 'slack' } } },
      { inhibitRules: [jobDown] },
    ),
  });
  const shown = () => line.calls.filter(({ kind }) => kind === 'edit').map(({ firing }) => firing);
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.until(5);
  await line.fires(5, 'target', inZone('aa', 'InstanceDown'));
  await line.fires(6, 'other', inZone('ab', 'InstanceDown'));
  await line.until(9);
  expect(shown().map((firing) => firing.toSorted())).toContainEqual(['other', 'source']);
  await line.ends(12.5, 'target', inZone('aa', 'InstanceDown'));
  await line.fires(13, 'target', { ...inZone('aa', 'InstanceDown'), startsAt: 13_000 });
  await line.until(30);
  expect(shown().filter((firing) => firing.includes('target'))).toEqual([]);
  await line.ends(31, 'source', inZone('aa', 'JobDown'));
  await line.until(60);
  expect(line.told.at(-1)).toContain('+other,target');
});

test('a source that ends by itself mutes until then', async () => {
  const split = policyOf(route({ groupBy: ['alertname'] }), undefined, { inhibitRules: [jobDown] });
  const line = new Timeline({ policy: split });
  await line.fires(1, 'source', { ...inZone('aa', 'JobDown'), endsAt: 20_200 });
  await line.fires(1.5, 'target', inZone('aa', 'InstanceDown'));
  await line.until(60);
  expect(line.told).toContain('20.5 hook +target');
});

test('a source of which nothing is heard any more is taken out of the index when it is forgotten', async () => {
  const split = policyOf(route({ groupBy: ['alertname'] }), undefined, {
    inhibitRules: [jobDown],
    resolveTimeout: 20_200,
  });
  const line = new Timeline({ policy: split });
  await line.fires(0, 'source', { ...inZone('aa', 'JobDown'), resends: true });
  await line.fires(0.5, 'target', inZone('aa', 'InstanceDown'));
  await line.until(60);
  expect(line.told).toEqual(['1 hook +source', '20.5 hook +target', '21 hook -source']);
  expect(line.left.filter((one) => one.startsWith('inhibitors'))).toEqual([]);
  await line.fires(61, 'source', { ...inZone('aa', 'JobDown'), resends: true });
  await line.until(62);
  expect(line.left.filter((one) => one.startsWith('inhibitors'))).toHaveLength(1);
  await line.ends(63, 'target', inZone('aa', 'InstanceDown'));
  await line.until(120);
  expect(line.left).toEqual([]);
});

test('so is one whose rule came with a new config', async () => {
  const root = route({ groupBy: ['alertname'] });
  const line = new Timeline({ policy: policyOf(root, undefined, { resolveTimeout: 20_200 }) });
  await line.fires(0, 'source', { ...inZone('aa', 'JobDown'), resends: true });
  await line.reconfigure(5, policyOf(root, undefined, { inhibitRules: [jobDown] }));
  expect(line.left.filter((one) => one.startsWith('inhibitors'))).toHaveLength(1);
  await line.until(60);
  expect(line.left).toEqual([]);
});

test('a source of which it is said later when it ends mutes until then, in other groups too', async () => {
  const split = policyOf(route({ groupBy: ['alertname'] }), undefined, { inhibitRules: [jobDown] });
  const line = new Timeline({ policy: split });
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1.5, 'target', inZone('aa', 'InstanceDown'));
  await line.fires(5.7, 'source', { ...inZone('aa', 'JobDown'), endsAt: 20_200 });
  await line.until(60);
  expect(line.told).toContain('20.5 hook +target');
});

test('a target of which is forgotten that it waits looks again within a day', async () => {
  const split = policyOf(route({ groupBy: ['alertname'] }), undefined, { inhibitRules: [jobDown] });
  const line = new Timeline({ policy: split });
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1.5, 'target', inZone('aa', 'InstanceDown'));
  await line.until(30);
  // As the store does with who has waited for a month.
  line.state.waiting.clear();
  await line.ends(31, 'source', inZone('aa', 'JobDown'));
  await line.until(90_000);
  expect(line.told.some((one) => one.endsWith('+target'))).toBe(true);
});

test('a target is told when a new config has no such rule any more', async () => {
  const root = route({ groupBy: ['alertname'] });
  const line = new Timeline({ policy: policyOf(root, undefined, { inhibitRules: [jobDown] }) });
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1.5, 'target', inZone('aa', 'InstanceDown'));
  await line.until(30);
  await line.reconfigure(30.2, policyOf(root));
  await line.until(60);
  expect(line.told.slice(1)).toEqual(['30.5 hook +target']);
});

test('labels that both lack are equal', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'source', { labels: { alertname: 'JobDown' } });
  await line.fires(1, 'target', { labels: { alertname: 'InstanceDown', job: '' } });
  await line.until(60);
  expect(line.told).toEqual(['2 hook +source']);
});

test('alerts that match both sides of a rule do not inhibit each other', async () => {
  const both: InhibitRule = {
    id: 'both',
    source: [matcher('severity', '=~', 'critical|error')],
    target: [matcher('severity', '=~', 'error|warning')],
    equal: [],
  };
  const line = new Timeline({ policy: policyOf(route(), undefined, { inhibitRules: [both] }) });
  await line.fires(1, 'e1', { severity: 'error' });
  await line.fires(1, 'e2', { severity: 'error' });
  await line.fires(1, 'w', { severity: 'warning' });
  await line.until(10);
  expect(line.told).toEqual(['2 hook +e1,e2']);
  await line.fires(11.5, 'c', { severity: 'critical' });
  await line.until(20);
  expect(line.told.slice(1)).toEqual(['12 hook +c']);
});

test('a source that is silenced itself inhibits all the same', async () => {
  const line = new Timeline({ policy });
  await line.silences(0, 'JobDown');
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await line.until(10);
  expect(line.told).toEqual([]);
  await line.ends(10.5, 'source', inZone('aa', 'JobDown'));
  await line.until(20);
  expect(line.told).toEqual(['11 hook +target']);
});

test('so does one whose route is muted at the time', async () => {
  const always = { name: 'always', ranges: [{ ...EVER, location: 'UTC' }] };
  const muted = route({
    id: 'muted',
    matchers: [matcher('alertname', '=', 'JobDown')],
    muteTimeIntervals: [always],
  });
  const line = new Timeline({
    policy: policyOf(route({ routes: [muted] }), undefined, { inhibitRules: [jobDown] }),
  });
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await line.until(10);
  expect(line.told).toEqual([]);
});

test('a target that is silenced as well is told when both are over, whichever is first', async () => {
  const silencedLonger = new Timeline({ policy });
  await silencedLonger.silences(0, 'InstanceDown', { until: 20.5 });
  await silencedLonger.fires(1, 'source', inZone('aa', 'JobDown'));
  await silencedLonger.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await silencedLonger.ends(10.5, 'source', inZone('aa', 'JobDown'));
  await silencedLonger.until(60);
  expect(silencedLonger.told).toEqual(['2 hook +source', '11 hook -source', '21 hook +target']);

  const inhibitedLonger = new Timeline({ policy });
  await inhibitedLonger.silences(0, 'InstanceDown', { until: 10.5 });
  await inhibitedLonger.fires(1, 'source', inZone('aa', 'JobDown'));
  await inhibitedLonger.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await inhibitedLonger.ends(20.5, 'source', inZone('aa', 'JobDown'));
  await inhibitedLonger.until(60);
  expect(inhibitedLonger.told).toEqual(['2 hook +source', '21 hook +target -source']);
});

test('a source and its target that are over at the same moment are told as over together', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await line.fires(3.5, 'source', inZone('aa', 'JobDown'));
  await line.ends(5.5, 'source', inZone('aa', 'JobDown'));
  await line.ends(5.5, 'target', inZone('aa', 'InstanceDown'));
  await line.until(60);
  expect(line.told).toEqual(['2 hook +target', '4 hook +source', '6 hook -source,target']);
  expect(line.left).toEqual([]);
});

test('of two sources the last one to end lets its targets be heard', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'one', inZone('aa', 'JobDown'));
  await line.fires(1, 'other', inZone('aa', 'JobDown'));
  await line.fires(1, 'target', inZone('aa', 'InstanceDown'));
  await line.ends(5.5, 'one', inZone('aa', 'JobDown'));
  await line.ends(8.5, 'other', inZone('aa', 'JobDown'));
  await line.until(60);
  expect(line.told).toEqual(['2 hook +one,other', '6 hook +other -one', '9 hook +target -other']);
});

test('labels that differ, or that one lacks, are not equal', async () => {
  const line = new Timeline({ policy });
  await line.fires(1, 'source', inZone('aa', 'JobDown'));
  await line.fires(1, 'elsewhere', inZone('ab', 'InstanceDown'));
  await line.fires(1, 'nowhere', { labels: { alertname: 'InstanceDown', job: 'test' } });
  await line.until(10);
  expect(line.told).toEqual(['2 hook +elsewhere,nowhere,source']);
});

const alarm = (alertname: string) => ({
  source: 'cloudwatch' as const,
  labels: { alertname, account: '111122223333', region: 'eu-west-1' },
});

test('a composite alarm that fires mutes the alarms it is made of', async () => {
  const split = policyOf(route({ groupBy: ['alertname'], groupWait: 2_000 }));
  const line = new Timeline({ policy: split });
  const composite = {
    ...alarm('checkout'),
    source: 'cloudwatch-composite' as const,
    annotations: { rule: '(ALARM("orders-5xx") OR ALARM(payments)) AND NOT ALARM("deploying")' },
  };
  await line.fires(1, 'orders-5xx', alarm('orders-5xx'));
  await line.fires(1, 'deploying', alarm('deploying'));
  await line.fires(2, 'checkout', composite);
  await line.until(60);
  expect(line.told.toSorted()).toEqual(['3 hook +deploying', '4 hook +checkout']);
  await line.ends(60.5, 'checkout', composite);
  await line.until(70);
  expect(line.told.slice(2).toSorted()).toEqual(
    ['61 hook -checkout', '61 hook +orders-5xx'].toSorted(),
  );
});

test('a composite alarm mutes none of the alarms that it only holds against the others', async () => {
  const line = new Timeline({ policy: policyOf(route({ groupBy: ['alertname'] })) });
  const rule = 'ALARM(x) OR NOT (ALARM("deploying") OR ALARM("patching (all)")) AND (ALARM(y))';
  await line.fires(1, 'checkout', {
    ...alarm('checkout'),
    source: 'cloudwatch-composite',
    annotations: { rule },
  });
  for (const name of ['x', 'y', 'deploying', 'patching (all)']) {
    await line.fires(1, name, alarm(name));
  }
  await line.until(60);
  expect(line.told.toSorted()).toEqual(
    ['2 hook +checkout', '2 hook +deploying', '2 hook +patching (all)'].toSorted(),
  );
});
