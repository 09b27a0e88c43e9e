import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline, type Answer } from './timeline.ts';

const calm = route({ groupInterval: 10_000, repeatInterval: 3_600_000 });

/** A service that gives its answers one after the other, then takes everything. */
function answers(...list: Answer[]): () => Answer {
  return () => list.shift() ?? {};
}

test('a refused notification is tried again at the next flush; the other service hears nothing twice', async () => {
  let refusals = 1;
  const line = new Timeline({
    policy: policyOf(calm, { hook: { good: {}, bad: {} } }),
    answer: (to) => (to === 'bad' && refusals-- > 0 ? { result: 'reject' } : {}),
  });
  await line.fires(0, 'a');
  await line.until(60);
  expect(line.calls.map(({ at, to, result }) => [at, to, result])).toEqual([
    [1, 'good', 'delivered'],
    [1, 'bad', 'reject'],
    [11, 'bad', 'delivered'],
  ]);
});

test('an end that is refused is told at the next flush', async () => {
  const line = new Timeline({
    policy: policyOf(calm),
    answer: answers({}, { result: 'reject' }),
  });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.until(120);
  expect(line.calls.map(({ at, result }) => [at, result])).toEqual([
    [1, 'delivered'],
    [11, 'reject'],
    [21, 'delivered'],
  ]);
  expect(line.left).toEqual([]);
});

test('an end that is refused for a day is given up, and nothing is kept for it', async () => {
  const hour = 3_600;
  const line = new Timeline({
    policy: policyOf({ ...calm, groupInterval: hour * 1_000 }),
    answer: (_, at) => (at > 60 ? { result: 'reject' } : {}),
  });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.until(30 * hour);
  expect(line.calls.length).toBe(26);
  expect(line.left).toEqual([]);
});

test('an alert that ends, unseen by a flush, while its first notification is under way is told as over', async () => {
  const line = new Timeline({ policy: policyOf(calm), answer: answers({ after: 11 }) });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.until(120);
  expect(line.told).toEqual(['12 hook +a', '21 hook -a']);
  expect(line.left).toEqual([]);
});

test('a flush while a delivery is under way tells nothing twice', async () => {
  const line = new Timeline({ policy: policyOf(calm), answer: answers({ after: 11 }) });
  await line.fires(0, 'a');
  await line.fires(0.5, 'b');
  await line.fires(3, 'b', { severity: 'critical' });
  await line.until(120);
  expect(line.told).toEqual(['12 hook +a,b']);
});

test('what is new at a flush while a delivery is under way is told right after it', async () => {
  const line = new Timeline({ policy: policyOf(calm), answer: answers({ after: 11 }) });
  await line.fires(0, 'a');
  await line.fires(3, 'b');
  await line.until(120);
  expect(line.told).toEqual(['12 hook +a', '12 hook +a,b']);
});

test('an occurrence that ends while a delivery is under way still leaves nothing behind', async () => {
  const line = new Timeline({
    policy: policyOf(calm),
    answer: answers({ after: 11 }),
  });
  await line.fires(0, 'a', { nature: 'occurrence', endsAt: 10_000 });
  await line.until(120);
  expect(line.told).toEqual(['12 hook +a']);
  expect(line.left).toEqual([]);
});

test('a service that is away for minutes is told how things stand when it is back', async () => {
  const line = new Timeline({
    policy: policyOf(calm),
    answer: (_, at) => (at < 200 ? { result: 'retry' } : {}),
  });
  await line.fires(0, 'a');
  await line.fires(60, 'b');
  await line.ends(120, 'a');
  await line.until(400);
  expect(line.told).toEqual(['201 hook +b -a']);
});

test('what started and ended while a service was away keeps nothing waiting', async () => {
  const line = new Timeline({
    policy: policyOf(calm, { hook: { away: { sendResolved: false } } }),
    answer: (_, at) => (at < 200 ? { result: 'retry' } : {}),
  });
  await line.fires(0, 'a');
  await line.ends(120, 'a');
  await line.until(400);
  expect(line.told).toEqual([]);
  expect(line.left).toEqual([]);
});

test('improvement 5: a chat message shows every change at once, whatever the rhythm', async () => {
  const line = new Timeline({ policy: policyOf(calm, { hook: { chat: { kind: 'slack' } } }) });
  await line.fires(0, 'a');
  await line.fires(3, 'b');
  await line.ends(5, 'b');
  await line.until(20);
  expect(
    line.calls.map(({ at, kind, message, firing, resolved }) => ({
      at,
      kind,
      message,
      firing,
      resolved,
    })),
  ).toEqual([
    { at: 1, kind: 'notification', message: 'message 1', firing: ['a'], resolved: [] },
    { at: 3, kind: 'edit', message: 'message 1', firing: ['a', 'b'], resolved: [] },
    { at: 5, kind: 'edit', message: 'message 1', firing: ['a'], resolved: ['b'] },
    { at: 11, kind: 'notification', message: 'message 1', firing: ['a'], resolved: ['b'] },
  ]);
});

test('many changes while an edit is under way become one more edit', async () => {
  const line = new Timeline({
    policy: policyOf(calm, { hook: { chat: { kind: 'slack' } } }),
    answer: answers({}, { after: 4 }),
  });
  await line.fires(0, 'a');
  for (const [index, name] of ['b', 'c', 'd', 'e'].entries()) {
    await line.fires(2 + index / 2, name);
  }
  await line.until(10);
  expect(line.calls.map(({ at, firing }) => [at, firing.length])).toEqual([
    [1, 1],
    [6, 2],
    [6, 5],
  ]);
});

test('what changed while a message was being written is shown in it right after', async () => {
  const line = new Timeline({
    policy: policyOf(calm, { hook: { chat: { kind: 'slack' } } }),
    answer: answers({ after: 4 }),
  });
  await line.fires(0, 'a');
  await line.fires(3, 'b');
  await line.until(10);
  expect(line.calls.map(({ at, kind, message, firing }) => [at, kind, message, firing])).toEqual([
    [5, 'notification', 'message 1', ['a']],
    [5, 'edit', 'message 1', ['a', 'b']],
  ]);
});

test('an end by itself is shown in a message also when another service answers before the flush', async () => {
  const hook = {
    hook: { sendResolved: false },
    chat: { kind: 'slack', sendResolved: false },
  } as const;
  let refusals = 1;
  const line = new Timeline({
    policy: policyOf({ ...calm, repeatInterval: 1 }, { hook }),
    answer: (to, at) => (to === 'hook' && at > 1 && refusals-- > 0 ? { result: 'retry' } : {}),
  });
  await line.fires(0, 'a', { endsAt: 15_000 });
  await line.until(60);
  const edits = line.calls.filter(({ kind }) => kind === 'edit');
  expect(edits.map(({ at, firing }) => [at, firing])).toEqual([[21, []]]);
  expect(line.left).toEqual([]);
});

test('a message that can not be edited any more is given up, and the end is told in a new one', async () => {
  const line = new Timeline({
    policy: policyOf(calm, { hook: { chat: { kind: 'slack' } } }),
    answer: answers({}, { result: 'reject' }),
  });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.until(60);
  expect(line.calls.map(({ at, kind, message, result }) => [at, kind, message, result])).toEqual([
    [1, 'notification', 'message 1', 'delivered'],
    [3, 'edit', 'message 1', 'reject'],
    [11, 'notification', 'message 2', 'delivered'],
  ]);
  expect(line.left).toEqual([]);
});

test('a repeat that is refused is tried again at the next flush', async () => {
  const line = new Timeline({
    policy: policyOf({ ...calm, repeatInterval: 25_000 }),
    answer: answers({}, { result: 'reject' }),
  });
  await line.fires(0, 'a');
  await line.until(70);
  expect(line.calls.map(({ at, result }) => [at, result])).toEqual([
    [1, 'delivered'],
    [31, 'reject'],
    [41, 'delivered'],
  ]);
});

test('each told stretch from firing to resolved is an episode, also when news came during the last word', async () => {
  const line = new Timeline({ policy: policyOf(calm), answer: answers({}, { after: 11 }) });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(15, 'b');
  await line.until(30);
  await line.ends(35, 'b');
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a', '22 hook -a', '22 hook +b -a', '41 hook -b']);
  const [first, end, second, last] = line.calls.map(({ episode }) => episode);
  expect(end).toBe(first);
  expect(second).not.toBe(first);
  expect(second).toBeGreaterThan(0);
  expect(last).toBe(second);
});

test('what is new when a lost answer turns out to have been a yes is told by itself', async () => {
  const line = new Timeline({ policy: policyOf(calm), answer: answers({ result: 'lost' }) });
  await line.fires(0, 'a');
  await line.fires(3, 'b');
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a', '11 hook +a,b']);
});

test('what a flush decided after an answer was lost is told as soon as that is found out', async () => {
  const line = new Timeline({
    policy: policyOf({ ...calm, groupInterval: 3_000 }),
    answer: answers({ result: 'lost' }),
  });
  await line.fires(0, 'a');
  await line.fires(2, 'b');
  await line.until(120);
  // That is when it is tried again: what is in doubt is left alone until then.
  expect(line.told).toEqual(['1 hook +a', '6 hook +a,b']);
});

test('an alert that fires again after an end of which the answer was lost is told anew', async () => {
  const line = new Timeline({ policy: policyOf(calm), answer: answers({}, { result: 'lost' }) });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(13, 'a');
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a', '11 hook -a', '21 hook +a']);
  expect(new Set(line.calls.map(({ episode }) => episode)).size).toBe(2);
});
