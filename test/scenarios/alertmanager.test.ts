import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const W = 1_000;

test('a firing alert is told, repeated at each flush when the repeat interval is short, and resolved', async () => {
  const root = route({ groupWait: W, groupInterval: 1_000, repeatInterval: 1 });
  const line = new Timeline({ policy: policyOf(root) });

  await line.fires(1, 'a');
  await line.ends(3.5, 'a');
  await line.until(60);

  expect(line.told).toEqual(['2 hook +a', '3 hook +a', '4 hook -a']);
});

test('what fires within the wait is told together, what fires later at the next flush, repeats on the rhythm', async () => {
  const root = route({ groupWait: W, groupInterval: 1_000, repeatInterval: 4_900 });
  const line = new Timeline({ policy: policyOf(root) });

  await line.fires(1.1, 'a');
  await line.fires(1.7, 'b');
  await line.fires(3.3, 'c');
  await line.fires(3.3, 'd');
  await line.fires(3.3, 'e');
  await line.until(12);

  expect(line.told).toEqual(['2.1 hook +a,b', '4.1 hook +a,b,c,d,e', '9.1 hook +a,b,c,d,e']);
});

test('what its source re-sends while it fires, and re-sends no more, is over after the resolve timeout', async () => {
  const root = route({ groupWait: W, groupInterval: 5_000 });
  const policy = policyOf(root, undefined, { resolveTimeout: 10_000 });
  const line = new Timeline({ policy });

  for (const name of ['a', 'b', 'c']) await line.fires(1, name, { resends: true });
  await line.until(60);

  expect(line.told).toEqual(['2 hook +a,b,c', '12 hook -a,b,c']);
});

test('with a repeat interval of ten flushes, the repeat comes at the eleventh', async () => {
  const root = route({ groupWait: W, groupInterval: 60_000, repeatInterval: 600_000 });
  const line = new Timeline({ policy: policyOf(root) });

  await line.fires(0, 'a');
  await line.until(1_400);

  expect(line.told).toEqual(['1 hook +a', '661 hook +a', '1321 hook +a']);
});

const slow = route({ groupWait: 30_000, groupInterval: 300_000 });

test('what began longer ago than the wait has a new group flush at once, and the rhythm counts from there', async () => {
  const line = new Timeline({ policy: policyOf(slow) });
  await line.fires(0, 'a');
  await line.fires(10, 'b', { startsAt: -20_000 });
  await line.fires(12, 'c', { startsAt: -3_600_000 });
  await line.until(700);
  expect(line.told).toEqual(['10 hook +a,b', '310 hook +a,b,c']);
});

test('what began less long ago than the wait waits for it', async () => {
  const line = new Timeline({ policy: policyOf(slow) });
  await line.fires(0, 'a', { startsAt: -29_999 });
  await line.until(60);
  expect(line.told).toEqual(['30 hook +a']);
});

test('an end that began long ago has a new group flush at once, too', async () => {
  const line = new Timeline({ policy: policyOf(slow) });
  await line.fires(0, 'a');
  await line.ends(10, 'b', { startsAt: -60_000 });
  await line.until(60);
  expect(line.told).toEqual(['10 hook +a -b']);
});

test('an end of what nobody knew opens a group and starts its rhythm, and has nothing to say', async () => {
  const root = { ...slow, groupWait: 1_000, groupInterval: 20_000, promptRefire: false };
  const line = new Timeline({ policy: policyOf(root) });
  await line.ends(0, 'x');
  await line.fires(5, 'a');
  await line.until(60);
  expect(line.told).toEqual(['21 hook +a']);
});

test('an emptied group keeps its rhythm for half a minute, and what comes later opens another', async () => {
  const root = route({ groupInterval: 20_000, promptRefire: false });
  const within = new Timeline({ policy: policyOf(root) });
  await within.ends(0, 'x');
  await within.fires(30.9, 'a');
  await within.until(60);
  expect(within.told).toEqual(['41 hook +a']);
  const after = new Timeline({ policy: policyOf(root) });
  await after.ends(0, 'x');
  await after.fires(31.1, 'a');
  await after.until(60);
  expect(after.told).toEqual(['32.1 hook +a']);
});

test('an end is told with what fires on, also of what was never told as firing', async () => {
  const line = new Timeline({ policy: policyOf(route({ groupInterval: 10_000 })) });
  await line.fires(0, 'a');
  await line.fires(3, 'b');
  await line.ends(5, 'b');
  await line.until(60);
  expect(line.told).toEqual(['1 hook +a', '11 hook +a -b']);
});

test('with send_resolved: false a set that only shrank is not told, and what comes back to it is not new', async () => {
  const root = route({ groupInterval: 10_000, repeatInterval: 35_000 });
  const line = new Timeline({
    policy: policyOf(root, { hook: { hook: { sendResolved: false } } }),
  });
  await line.fires(0, 'a');
  await line.fires(0, 'b');
  await line.ends(5, 'b');
  await line.fires(15, 'b');
  await line.ends(25, 'b');
  await line.until(45);
  expect(line.told).toEqual(['1 hook +a,b', '41 hook +a']);
  await line.fires(46, 'b');
  await line.until(60);
  expect(line.told.slice(2)).toEqual(['51 hook +a,b']);
});

test('grouped by nothing there is one group a route, grouped by all one for each set of labels', async () => {
  const one = new Timeline({ policy: policyOf(route({ groupBy: [] })) });
  const each = new Timeline({ policy: policyOf(route({ groupBy: 'all' })) });
  for (const line of [one, each]) {
    await line.fires(0, 'a', { labels: { team: 'red' } });
    await line.fires(0, 'b', { labels: { team: 'blue' } });
    await line.until(10);
  }
  expect(one.told).toEqual(['1 hook +a,b']);
  expect(each.told).toEqual(['1 hook +a', '1 hook +b']);
});

test('what is sent again in time goes on, and is over the resolve timeout after the last word of it', async () => {
  const root = route({ groupInterval: 5_000 });
  const line = new Timeline({ policy: policyOf(root, undefined, { resolveTimeout: 10_000 }) });
  for (const at of [0, 8, 16]) await line.fires(at, 'a', { startsAt: 0, resends: true });
  await line.until(60);
  expect(line.told).toEqual(['1 hook +a', '26 hook -a']);
});

test('an explicit end stays until a later one is said, whatever is sent without an end', async () => {
  const root = route({ groupInterval: 1_000 });
  const line = new Timeline({ policy: policyOf(root, undefined, { resolveTimeout: 5_000 }) });
  await line.fires(0, 'a', { endsAt: 20_000 });
  await line.fires(2, 'a', { resends: true });
  await line.fires(3, 'a', { endsAt: 10_000 });
  await line.until(15);
  expect(line.told).toEqual(['1 hook +a']);
  await line.fires(15, 'a', { endsAt: 30_000 });
  await line.until(60);
  expect(line.told.slice(1)).toEqual(['30 hook -a']);
});

test('of several integrations in a receiver each hears what it has not accepted yet, at its own pace', async () => {
  const places = { hook: { good: {}, bad: {}, quiet: { sendResolved: false } } };
  const line = new Timeline({
    policy: policyOf(route({ groupInterval: 10_000 }), places),
    answer: (to, at) => (to === 'bad' && at < 15 ? { result: 'reject' } : {}),
  });
  await line.fires(0, 'a');
  await line.fires(5, 'b');
  await line.ends(16, 'a');
  await line.ends(25, 'b');
  await line.until(60);
  expect(line.told.toSorted()).toEqual(
    [
      '1 good +a',
      '1 quiet +a',
      '11 good +a,b',
      '11 quiet +a,b',
      '21 good +b -a',
      '21 bad +b -a',
      '31 good -b',
      '31 bad -b',
    ].toSorted(),
  );
  expect(line.left).toEqual([]);
});
