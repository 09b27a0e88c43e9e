import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const MINUTE = 60;

const kinds = (line: Timeline) => line.state.moments.map(({ what }) => what);

test('a group is remembered from when somebody was told to when all was over, with what was done about it', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  await line.fires(1, 'a');
  const [group] = line.state.groups.keys();
  await line.acknowledges(3 * MINUTE, 'bob');
  await line.ends(9 * MINUTE, 'a');
  await line.until(30 * MINUTE);
  expect(line.state.groups.size).toBe(0);
  expect(line.state.moments).toEqual([
    {
      what: 'told',
      at: 2_000,
      group,
      integration: 'hook',
      reason: 'first notification',
      startedAt: 1_000,
      severity: 'warning',
      alarms: ['a'],
    },
    { what: 'acknowledged', at: 180_000, group, by: 'bob' },
    { what: 'over', at: 541_000, group, endedAt: 540_000 },
  ]);
});

test('every notification is remembered with its reason and the alarms that fire, edits and signals are not', async () => {
  const line = new Timeline({ policy: policyOf(route({ repeatInterval: 60_000 })) });
  await line.fires(1, 'a');
  await line.fires(10, 'b');
  await line.fires(20, 'b', { value: 7 });
  await line.ends(30, 'a');
  await line.until(100);
  const told = line.state.moments.flatMap((one) =>
    one.what === 'told' ? [[one.reason, one.alarms]] : [],
  );
  expect(told).toEqual([
    ['first notification', ['a']],
    ['new alerts', ['a', 'b']],
    ['some resolved', ['b']],
    ['repeat', ['b']],
  ]);
});

test('a notification is remembered with the figure that is furthest beyond its threshold', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  const annotations = { comparison: '>', period: '60', unit: '%' };
  const cpu = (value: number) => ({ value, threshold: 80, annotations });
  await line.fires(1, 'a', { ...cpu(85), fingerprint: 'a1' });
  await line.fires(1, 'a', { ...cpu(91), fingerprint: 'a2' });
  await line.fires(1, 'b', { value: 3 });
  await line.ends(30, 'a', { ...cpu(12), fingerprint: 'a2' });
  await line.until(100);
  const told = line.state.moments.flatMap((one) => (one.what === 'told' ? [one.measured] : []));
  const a = { alarm: 'a', threshold: 80, side: 'over', period: 60_000, unit: '%' };
  expect(told).toEqual([[{ ...a, value: 91 }], [{ ...a, value: 85 }]]);
});

test('an end of which nobody wants to hear is remembered all the same', async () => {
  const quiet = policyOf(route(), { hook: { hook: { sendResolved: false } } });
  const line = new Timeline({ policy: quiet });
  await line.fires(1, 'a');
  await line.ends(60, 'a');
  await line.until(120);
  expect(line.told).toEqual(['2 hook +a']);
  expect(kinds(line)).toEqual(['told', 'over']);
});

test('what somebody said is over was resolved by them, and what ends under a silence was silenced', async () => {
  const line = new Timeline({ policy: policyOf(route()) });
  await line.fires(1, 'a');
  await line.resolves(60, 'bob');
  await line.until(120);
  expect(kinds(line)).toEqual(['told', 'resolved', 'over']);
  await line.fires(200, 'a', { startsAt: 200_000 });
  await line.silences(210, 'a', { until: 10_000 });
  await line.ends(260, 'a');
  await line.until(300);
  expect(kinds(line).slice(3)).toEqual(['told', 'silenced', 'over']);
});

test('a page is remembered, once an episode, and so is who was called next', async () => {
  const policy = policyOf(
    route({ escalation: 'standard' }),
    { hook: { hook: {} }, page: { pager: { kind: 'pagerduty' } } },
    { escalations: new Map([['standard', [{ after: 600_000, receiver: 'page' }]]]) },
  );
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.until(15 * MINUTE);
  expect(kinds(line)).toEqual(['told', 'escalated', 'told', 'paged']);
  expect(line.state.moments[2]).toMatchObject({ integration: 'pager', reason: 'escalated' });
});

test('a group that only moved elsewhere is not over', async () => {
  const line = new Timeline({ policy: policyOf(route({ id: 'before' })) });
  await line.fires(1, 'a');
  await line.reconfigure(60, policyOf(route({ id: 'after' })));
  await line.until(120);
  expect(kinds(line)).not.toContain('over');
  expect(kinds(line).filter((what) => what === 'told')).toHaveLength(2);
});
