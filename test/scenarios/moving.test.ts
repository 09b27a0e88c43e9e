import { describe, expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
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

const PLAIN = policyOf(route({ groupInterval: 10_000 }), receivers);

test('an alarm whose route is gone before its first flush goes where the routes want it now', async () => {
  const slow = { ...page, groupWait: 30_000 };
  const before = policyOf(route({ groupInterval: 10_000, routes: [slow] }), receivers);
  const line = new Timeline({ policy: before });
  await line.fires(0, 'a', { severity: 'critical' });
  await line.reconfigure(5, PLAIN);
  await line.ends(7, 'a');
  await line.until(200);
  expect(line.told).toEqual(['5 hook +a', '15 hook -a']);
  expect(line.left).toEqual([]);
});

test('what a route told that is gone by now is closed there as moved, and told where it is now', async () => {
  const line = new Timeline({ policy: policyOf(root, receivers) });
  await line.fires(0, 'a', { severity: 'critical' });
  await line.fires(6, 'b', { severity: 'critical' });
  await line.reconfigure(7, PLAIN);
  await line.ends(20, 'a');
  await line.ends(20, 'b');
  await line.until(200);
  expect(line.told).toEqual(['1 page +a', '7 hook +a,b', '11 page -a', '27 hook -a,b']);
  expect(line.calls.find(({ at }) => at === 11)?.movedTo).toMatch(/^root\./);
  expect(line.left).toEqual([]);
});

test('what a route told that is gone by now, and had ended, is closed in time, where it was told', async () => {
  const line = new Timeline({ policy: policyOf(root, receivers) });
  await line.fires(0, 'a', { severity: 'critical' });
  await line.ends(4, 'a');
  await line.reconfigure(5, PLAIN);
  await line.until(200);
  expect(line.told).toEqual(['1 page +a', '11 page -a']);
  expect(line.calls.at(-1)?.movedTo).toBeUndefined();
  expect(line.left).toEqual([]);
});

test('a receiver that is named anew, or another with the same address, goes on where the old one was', async () => {
  const renamed = policyOf(route({ receiver: 'team', groupInterval: 10_000 }), {
    team: { hook: {} },
  });
  const line = new Timeline({ policy: PLAIN });
  await line.fires(0, 'a');
  await line.reconfigure(5, renamed);
  await line.fires(6, 'b');
  await line.ends(20, 'a');
  await line.ends(20, 'b');
  await line.until(200);
  expect(line.told).toEqual(['1 hook +a', '11 hook +a,b', '21 hook -a,b']);
  expect(line.left).toEqual([]);
});

test('a receiver that its route names from now on is told at the next flush, however long the repeat is', async () => {
  const line = new Timeline({ policy: PLAIN });
  await line.fires(0, 'a');
  await line.reconfigure(
    5,
    policyOf(route({ receiver: 'page', groupInterval: 10_000 }), receivers),
  );
  await line.until(60);
  expect(line.told).toEqual(['1 hook +a', '11 page +a']);
});

test('so is the first receiver that there is at all', async () => {
  const nobody = policyOf(route({ groupInterval: 10_000 }), { hook: {} });
  const line = new Timeline({ policy: nobody });
  await line.fires(0, 'a');
  await line.reconfigure(5, PLAIN);
  await line.until(60);
  expect(line.told).toEqual(['11 hook +a']);
});

describe('a receiver that its route no longer names', () => {
  const paged = policyOf(route({ receiver: 'page', groupInterval: 10_000 }), receivers);

  test('hears of the end of what it was told, whatever else fires by then, and of nothing else', async () => {
    const line = new Timeline({ policy: PLAIN });
    await line.fires(0, 'a');
    await line.reconfigure(5, paged);
    await line.fires(6, 'b');
    await line.fires(6, 'c');
    await line.ends(22, 'b');
    await line.ends(42, 'a');
    await line.until(100);
    await line.ends(100, 'c');
    await line.until(200);
    expect(line.told.filter((one) => one.includes('hook'))).toEqual(['1 hook +a', '51 hook -a']);
    expect(line.told.filter((one) => one.includes('page'))).toEqual([
      '11 page +a,b,c',
      '31 page +a,c -b',
      '51 page +c -a',
      '101 page -c',
    ]);
    expect(line.left).toEqual([]);
  });

  test('hears of the end of what it was perhaps told, when it is found out that it was', async () => {
    let isLost = true;
    const line = new Timeline({
      policy: PLAIN,
      answer: () => {
        const result = isLost ? 'lost' : 'delivered';
        isLost = false;
        return { result };
      },
    });
    await line.fires(0, 'a');
    await line.reconfigure(3, paged);
    await line.ends(20, 'a');
    await line.until(200);
    expect(line.told.toSorted()).toEqual(['1 hook +a', '11 page +a', '21 hook -a', '21 page -a']);
    expect(line.left).toEqual([]);
  });

  test('is not told again and again that it fires still', async () => {
    const quick = { groupInterval: 10_000, repeatInterval: 20_000 };
    const line = new Timeline({ policy: policyOf(route(quick), receivers) });
    await line.fires(0, 'a');
    await line.reconfigure(5, policyOf(route({ ...quick, receiver: 'page' }), receivers));
    await line.until(60);
    expect(line.told).toEqual(['1 hook +a', '11 page +a', '41 page +a']);
  });

  test('shows in its message what it was told, and nothing else', async () => {
    const places = { chat: { chat: { kind: 'slack' as const } }, page: { page: {} } };
    const line = new Timeline({
      policy: policyOf(route({ receiver: 'chat', groupInterval: 10_000 }), places),
    });
    await line.fires(0, 'a');
    await line.reconfigure(5, policyOf(route({ receiver: 'page', groupInterval: 10_000 }), places));
    await line.fires(6, 'b');
    await line.until(60);
    const shown = line.calls.filter(({ to }) => to === 'chat').flatMap(({ firing }) => firing);
    expect(new Set(shown)).toEqual(new Set(['a']));
  });
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
