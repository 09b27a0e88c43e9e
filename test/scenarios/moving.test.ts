import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { Policy } from '../../src/rules/policy.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const page = route({
  id: 'page',
  receiver: 'page',
  groupInterval: 10_000,
  matchers: [matcher('severity', '=', 'critical')],
});
const root = route({ groupInterval: 10_000, routes: [page] });
const receivers = { hook: { hook: {} }, page: { page: {} } };

// It began longer ago than the new group's wait: that group flushes at once.
test('an alert whose severity routes it elsewhere joins the new group; the old one is closed as moved', async () => {
  const line = new Timeline({ policy: policyOf(root, receivers) });
  await line.fires(0, 'a', { severity: 'warning' });
  await line.fires(5, 'a', { severity: 'critical' });
  await line.ends(20, 'a');
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a', '5 page +a', '11 hook -a', '25 page -a']);
  expect(line.calls[2]?.movedTo).toMatch(/^page\./);
  expect(line.calls[3]?.movedTo).toBeUndefined();
  expect(line.left).toEqual([]);
});

test('an alert whose label gives it another group of the same route leaves the old one', async () => {
  const byTeam = route({ groupInterval: 10_000, groupBy: ['team'] });
  const line = new Timeline({ policy: policyOf(byTeam) });
  await line.fires(0, 'a', { labels: { team: 'red' } });
  await line.fires(0, 'b', { labels: { team: 'red' } });
  await line.fires(5, 'a', { labels: { team: 'blue' } });
  await line.until(60);
  expect(line.told).toEqual(['1 hook +a,b', '5 hook +a', '11 hook +b -a']);
});

test('an alert that was over and comes back elsewhere says nothing more where it was', async () => {
  const line = new Timeline({ policy: policyOf(root, receivers) });
  await line.fires(0, 'a', { severity: 'warning' });
  await line.fires(0, 'b', { severity: 'warning' });
  await line.ends(5, 'a');
  await line.fires(30, 'c', { severity: 'warning' });
  await line.fires(60, 'a', { severity: 'critical' });
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a,b', '11 hook +b -a', '31 hook +b,c', '61 page +a']);
});

test('an alarm whose route is gone before its first flush is told by the root', async () => {
  let policy: Policy = policyOf(root, receivers);
  const after = policyOf(route({ groupInterval: 10_000 }), receivers);
  const line = new Timeline({ policy: () => policy });
  await line.fires(0, 'a', { severity: 'critical' });
  await line.until(0.5);
  policy = after;
  await line.ends(7, 'a');
  await line.until(200);
  expect(line.told).toEqual(['1 hook +a', '11 hook -a']);
  expect(line.left).toEqual([]);
});

test('a receiver that is named anew, or another with the same address, goes on where the old one was', async () => {
  let policy: Policy = policyOf(route({ groupInterval: 10_000 }), receivers);
  const after = policyOf(route({ receiver: 'team', groupInterval: 10_000 }), {
    team: { hook: {} },
  });
  const line = new Timeline({ policy: () => policy });
  await line.fires(0, 'a');
  await line.until(5);
  policy = after;
  await line.fires(6, 'b');
  await line.ends(20, 'a');
  await line.ends(20, 'b');
  await line.until(200);
  expect(line.told).toEqual(['1 hook +a', '11 hook +a,b', '21 hook -a,b']);
  expect(line.left).toEqual([]);
});

test('a receiver that its route no longer names hears of the ends of what it was told, and of nothing new', async () => {
  let policy: Policy = policyOf(
    route({ groupInterval: 10_000, repeatInterval: 30_000 }),
    receivers,
  );
  const after = policyOf(
    route({ receiver: 'page', groupInterval: 10_000, repeatInterval: 30_000 }),
    receivers,
  );
  const line = new Timeline({ policy: () => policy });
  await line.fires(0, 'a');
  await line.until(5);
  policy = after;
  await line.fires(6, 'b');
  await line.until(60);
  await line.ends(62, 'a');
  await line.ends(62, 'b');
  await line.until(200);
  expect(line.told).toEqual([
    '1 hook +a',
    '11 page +a,b',
    '51 page +a,b',
    '71 page -a,b',
    '71 hook -a,b',
  ]);
  expect(line.left).toEqual([]);
});

test('what a route told that is gone by now is closed in time, where it was told', async () => {
  const before = policyOf(root, receivers);
  const after = policyOf(route({ groupInterval: 10_000 }), receivers);
  let policy: Policy = before;
  const line = new Timeline({ policy: () => policy });
  await line.fires(0, 'a', { severity: 'critical' });
  await line.until(5);
  policy = after;
  await line.ends(7, 'a');
  await line.until(200);
  expect(line.told).toEqual(['1 page +a', '11 page -a']);
  expect(line.left).toEqual([]);
});

test('what a route told that is gone by now is closed when it ends by itself', async () => {
  const before = policyOf(root, receivers);
  const after = policyOf(route({ groupInterval: 10_000 }), receivers);
  let policy: Policy = before;
  const line = new Timeline({ policy: () => policy });
  await line.fires(0, 'a', { severity: 'critical', endsAt: 100_000 });
  await line.fires(0, 'b', { severity: 'critical', endsAt: 50_000 });
  await line.until(5);
  policy = after;
  await line.until(300);
  expect(line.told).toEqual(['1 page +a,b', '51 page +a -b', '101 page -a']);
});

test('with continue an alert is told on each route that takes it, and closed on each', async () => {
  const both = route({
    groupInterval: 10_000,
    routes: [{ ...page, continue: true }, route({ id: 'all', groupInterval: 10_000 })],
  });
  const line = new Timeline({ policy: policyOf(both, receivers) });
  await line.fires(0, 'a', { severity: 'critical' });
  await line.fires(5, 'a', { severity: 'warning' });
  await line.ends(20, 'a');
  await line.until(60);
  expect(line.told).toEqual(['1 page +a', '1 hook +a', '11 page -a', '21 hook -a']);
});
