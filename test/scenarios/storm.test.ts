import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { Policy, Route } from '../../src/rules/policy.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

/** A group an alert, told a second after it began and looked at every ten; more than 3 in 20 s fold. */
const each = route({ groupBy: ['alertname'], groupInterval: 10_000 });
const storm = { groups: 3, window: 20_000 };

function policyWith(root: Route = each, rest: Partial<Policy> = {}): Policy {
  return policyOf(root, { hook: { hook: {} }, page: { page: {} } }, { storm, ...rest });
}

/** How many groups a route has opened by now. */
function keys(line: Timeline): readonly string[] {
  return [...line.state.groups.keys()].map((key) => (key === 'root.storm' ? key : 'own'));
}

test('without storm control every group is its own, however many come', async () => {
  const line = new Timeline({ policy: policyOf(each) });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await line.fires(0, name);
  await line.until(5);
  expect(line.told).toHaveLength(5);
});

test('past the rate new groups fold into a digest, which is told as one', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (const name of ['a', 'b', 'c', 'd', 'e', 'f']) await line.fires(0, name);
  await line.until(5);
  expect(line.told).toEqual(['1 hook +a', '1 hook +b', '1 hook +c', '1 hook +d,e,f']);
  expect(line.calls.at(-1)).toMatchObject({ group: 'root.storm', reason: 'storm' });
  expect([...(line.state.members.get('root.storm')?.values() ?? [])]).toMatchObject([
    { labels: { alertname: 'd' }, home: expect.stringMatching(/^root\./u) },
    { labels: { alertname: 'e' } },
    { labels: { alertname: 'f' } },
  ]);
});

test('what is in the digest stays there until it is over, and is closed there', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await line.fires(0, name);
  await line.fires(60, 'd', { severity: 'error' });
  await line.ends(61, 'd');
  await line.until(75);
  expect(line.told.slice(4)).toEqual(['71 hook +e -d']);
  for (const name of ['a', 'b', 'c', 'e']) await line.ends(75, name);
  await line.until(120);
  expect(line.told.at(-1)).toBe('81 hook -e');
  expect(line.left).toEqual([]);
});

test('once the rate is under the limit new groups open as always, also of what was folded before', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (const name of ['a', 'b', 'c', 'd']) await line.fires(0, name);
  await line.ends(30, 'd');
  await line.fires(35, 'e');
  await line.fires(60, 'd');
  await line.until(62);
  expect(line.told.slice(3)).toEqual(['1 hook +d', '31 hook -d', '36 hook +e', '61 hook +d']);
  expect(keys(line)).not.toContain('root.storm');
});

test('while more than so many would open, all fold', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (let index = 0; index < 30; index += 1) await line.fires(index * 2, `a${index}`);
  await line.until(75);
  expect(keys(line).filter((key) => key === 'own')).toHaveLength(3);
  expect(line.state.members.get('root.storm')?.size).toBe(27);
});

test('a group that is open takes its alerts in as always', async () => {
  const line = new Timeline({ policy: policyWith(route({ groupBy: ['team'] })) });
  for (const team of ['red', 'blue', 'green', 'black']) {
    await line.fires(0, `${team}1`, { labels: { team } });
  }
  await line.fires(0, 'red2', { labels: { team: 'red' } });
  await line.until(2);
  expect(line.told.toSorted()).toEqual(
    ['1 hook +red1,red2', '1 hook +blue1', '1 hook +green1', '1 hook +black1'].toSorted(),
  );
});

test('what comes again is no new group: one that comes and goes makes no storm', async () => {
  const line = new Timeline({ policy: policyWith(route({ groupBy: ['alertname'] })) });
  for (let turn = 0; turn < 10; turn += 1) {
    await line.fires(turn * 2, 'a');
    await line.ends(turn * 2 + 1.2, 'a');
  }
  expect(line.told).not.toEqual([]);
  await line.until(60);
  expect(line.calls.every(({ group }) => group !== 'root.storm')).toBe(true);
});

test('each route has its own rate', async () => {
  const matchers = [matcher('team', '=', 'ml')];
  const inner = route({ id: 'ml', groupBy: ['alertname'], matchers });
  const root = route({ groupBy: ['alertname'], groupInterval: 10_000, routes: [inner] });
  const line = new Timeline({ policy: policyWith(root) });
  for (const name of ['a', 'b', 'c', 'd']) await line.fires(0, name);
  await line.fires(0, 'm', { labels: { team: 'ml' } });
  await line.until(5);
  expect(line.told).toContain('1 hook +m');
});

test('critical alerts never fold: each pages in a group of its own', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await line.fires(0, name);
  for (const name of ['x', 'y']) await line.fires(0, name, { severity: 'critical' });
  await line.until(5);
  expect(line.told).toEqual(expect.arrayContaining(['1 hook +d,e', '1 hook +x', '1 hook +y']));
});

test('one that becomes critical leaves the digest and is told by itself', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await line.fires(0, name);
  await line.fires(5, 'd', { severity: 'critical' });
  await line.until(12);
  expect(line.told.slice(4)).toEqual(['5 hook +d', '11 hook +e -d']);
});

test('a changed config leaves a digest as it is while its route is there', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await line.fires(0, name);
  await line.reconfigure(5, policyWith({ ...each, repeatInterval: 7_200_000 }));
  await line.until(60);
  expect(line.told).toHaveLength(4);
  await line.reconfigure(60, policyOf(each));
  await line.until(75);
  expect(line.told.slice(4).toSorted()).toEqual(['60 hook +d', '60 hook +e', '61 hook -d,e']);
});

test('what fires for want of data folds too', async () => {
  const insufficientData = { policy: 'firing', after: 10_000 } as const;
  const line = new Timeline({ policy: policyWith(each, { insufficientData }) });
  for (const name of ['a', 'b', 'c', 'd', 'e']) await line.hasNoData(0, name);
  await line.until(12);
  expect(line.told.at(-1)).toBe('11 hook +d,e');
});

test('no more is kept of a route’s new groups than it takes to tell', async () => {
  const line = new Timeline({ policy: policyWith() });
  for (let index = 0; index < 50; index += 1) await line.fires(0, `a${index}`);
  expect(line.state.openings.get('root')?.size).toBeLessThanOrEqual(4);
});
