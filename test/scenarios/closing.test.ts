import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

/** Told a second after it fires, then looked at every ten. */
const calm = route({ groupInterval: 10_000 });

test('who was told that it fires is told that it is over, also when the end comes before the next flush', async () => {
  const line = new Timeline({ policy: policyOf(calm) });
  await line.fires(0, 'a');
  await line.ends(1.5, 'a');
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a', '11 hook -a']);
  expect(line.left).toEqual([]);
});

test('what is over before anybody was told is told to nobody, and leaves nothing behind', async () => {
  const line = new Timeline({ policy: policyOf(calm) });
  await line.fires(0, 'a');
  await line.ends(0.5, 'a');
  await line.until(120);
  expect(line.calls).toEqual([]);
  expect(line.left).toEqual([]);
});

test('an end of what nobody knew is told to nobody, and leaves nothing behind', async () => {
  const line = new Timeline({ policy: policyOf(calm) });
  await line.ends(0, 'a');
  await line.until(120);
  expect(line.calls).toEqual([]);
  expect(line.left).toEqual([]);
});

test('an end that is sent again at the moment of a flush brings no second one', async () => {
  const line = new Timeline({ policy: policyOf(calm) });
  await line.fires(0, 'a');
  await line.ends(0, 'b');
  await line.ends(11, 'a');
  await line.ends(11, 'b');
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a -b', '21 hook -a,b']);
  expect(line.left).toEqual([]);
});

test('an OK that is older than the newest ALARM changes nothing', async () => {
  const line = new Timeline({ policy: policyOf(calm) });
  await line.fires(10, 'a', { changedAt: 10_000 });
  await line.ends(12, 'a', { changedAt: 9_000 });
  await line.until(120);
  expect(line.told).toEqual(['11 hook +a']);
});

test('what comes back before its end was told is told neither as over nor as new', async () => {
  const line = new Timeline({ policy: policyOf(calm) });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(5, 'a');
  await line.until(120);
  expect(line.told).toEqual(['1 hook +a']);
});

test('what comes back after its end was told is new: told after the wait, in a message of its own', async () => {
  const policy = policyOf(calm, { ops: {}, hook: { chat: { kind: 'slack' } } });
  const line = new Timeline({ policy });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(12, 'a');
  await line.until(100);
  expect(line.calls.map(({ at, kind, message, firing }) => [at, kind, message, firing])).toEqual([
    [1, 'notification', 'message 1', ['a']],
    [3, 'edit', 'message 1', []],
    [11, 'notification', 'message 1', []],
    [13, 'notification', 'message 2', ['a']],
  ]);
  const episodes = new Set(line.calls.map(({ episode }) => episode));
  expect(episodes.size).toBe(2);
});

test('improvement 8: so it is told after the wait also where others of its group fire muted', async () => {
  const line = new Timeline({ policy: policyOf(route({ groupInterval: 300_000 })) });
  await line.silences(0, 'quiet', { until: 900 });
  await line.fires(0, 'quiet');
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(400, 'a');
  await line.until(1_500);
  expect(line.told).toEqual(['1 hook +a', '301 hook -a', '401 hook +a', '1001 hook +a,quiet']);
});

test('with prompt_refire: false it waits for the next flush there', async () => {
  const slow = route({ groupInterval: 300_000, promptRefire: false });
  const line = new Timeline({ policy: policyOf(slow) });
  await line.silences(0, 'quiet');
  await line.fires(0, 'quiet');
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(400, 'a');
  await line.until(700);
  expect(line.told).toEqual(['1 hook +a', '301 hook -a', '601 hook +a']);
});

test('a group of which nothing but muted alerts was known keeps its rhythm', async () => {
  const line = new Timeline({ policy: policyOf(route({ groupInterval: 300_000 })) });
  await line.silences(0, 'quiet');
  await line.fires(0, 'quiet');
  await line.fires(100, 'a');
  await line.until(700);
  expect(line.told).toEqual(['301 hook +a']);
});

test('with prompt_refire: false what comes back keeps the old rhythm', async () => {
  const line = new Timeline({ policy: policyOf({ ...calm, promptRefire: false }) });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(12, 'a');
  await line.until(25);
  expect(line.told).toEqual(['1 hook +a', '11 hook -a', '21 hook +a']);
});

test('with prompt_refire: false what comes back within the grace of a slow group waits for its flush', async () => {
  const slow = route({ groupInterval: 300_000, promptRefire: false });
  const line = new Timeline({ policy: policyOf(slow) });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.fires(310, 'a');
  await line.until(700);
  expect(line.told).toEqual(['1 hook +a', '301 hook -a', '601 hook +a']);
});

test('with prompt_refire: false a group that stays empty for half a minute is forgotten', async () => {
  const line = new Timeline({ policy: policyOf({ ...calm, promptRefire: false }) });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.until(60);
  expect(line.left).toEqual([]);
  await line.fires(62.5, 'a');
  await line.until(70);
  expect(line.told.at(-1)).toBe('63.5 hook +a');
});

test('an occurrence is told once and ends silently', async () => {
  const policy = policyOf(calm, { hook: { hook: {}, chat: { kind: 'slack' } } });
  const line = new Timeline({ policy });
  await line.fires(0, 'a', { nature: 'occurrence', endsAt: 60_000 });
  await line.until(200);
  expect(line.told).toEqual(['1 hook +a', '1 chat +a']);
  expect(line.left).toEqual([]);
});

test('with send_resolved: false the end is not told, and what comes back is new', async () => {
  const policy = policyOf(calm, { hook: { hook: { sendResolved: false } } });
  const line = new Timeline({ policy });
  await line.fires(0, 'a');
  await line.fires(0, 'b');
  await line.ends(3, 'a');
  await line.ends(15, 'b');
  await line.until(40);
  expect(line.told).toEqual(['1 hook +a,b']);
  expect(line.left).toEqual([]);
  await line.fires(50, 'a');
  await line.until(60);
  expect(line.told.at(-1)).toBe('51 hook +a');
});

test('with send_resolved: false a chat message still shows that it is over', async () => {
  const policy = policyOf(calm, { hook: { chat: { kind: 'slack', sendResolved: false } } });
  const line = new Timeline({ policy });
  await line.fires(0, 'a');
  await line.ends(3, 'a');
  await line.until(40);
  expect(line.calls.map(({ at, kind, firing }) => [at, kind, firing])).toEqual([
    [1, 'notification', ['a']],
    [3, 'edit', []],
  ]);
});

test('a chat message shows at the next flush that an alert ended by itself', async () => {
  const policy = policyOf(calm, { hook: { chat: { kind: 'slack', sendResolved: false } } });
  const line = new Timeline({ policy });
  await line.fires(0, 'a', { endsAt: 15_000 });
  await line.until(60);
  expect(line.calls.map(({ at, kind, firing }) => [at, kind, firing])).toEqual([
    [1, 'notification', ['a']],
    [21, 'edit', []],
  ]);
  expect(line.left).toEqual([]);
});

test('an end says so where the alert fired, also when its figures would route it elsewhere', async () => {
  const root = route({
    groupInterval: 10_000,
    routes: [
      route({
        id: 'page',
        receiver: 'page',
        groupInterval: 10_000,
        matchers: [matcher('severity', '=', 'critical')],
      }),
    ],
  });
  const policy = policyOf(
    root,
    { hook: { hook: {} }, page: { page: {} } },
    {
      classify: [
        { matchers: [], when: ({ value }) => (value ?? 0) > 50, severity: 'critical', labels: {} },
      ],
    },
  );
  const line = new Timeline({ policy });
  await line.fires(0, 'a', { value: 90 });
  await line.ends(5, 'a', { value: 1 });
  await line.until(60);
  expect(line.told).toEqual(['1 page +a', '11 page -a']);
  expect(line.calls.at(-1)).not.toHaveProperty('movedTo');
});

test('a call to the next step whose answer was lost is closed, though all is over before anybody knows', async () => {
  const escalations = new Map([['on-call', [{ after: 5_000, receiver: 'boss' }]]]);
  const line = new Timeline({
    policy: policyOf(
      route({ escalation: 'on-call' }),
      { hook: { hook: {} }, boss: { boss: {} } },
      { escalations },
    ),
    answer: (to, at) => (to === 'boss' && at === 7 ? { result: 'lost' } : {}),
  });
  await line.fires(1, 'a');
  await line.ends(8.5, 'a');
  await line.until(60);
  expect(line.told).toEqual(['2 hook +a', '7 boss +a', '9 hook -a', '13 boss -a']);
  expect(line.left).toEqual([]);
});

test('a receiver that a group no longer has keeps a message of what it was told, and of nothing else', async () => {
  const receivers = {
    hook: { hook: {} },
    chat: { chat: { kind: 'slack', sendResolved: false } },
  } as const;
  const line = new Timeline({
    policy: policyOf(route({ groupInterval: 10_000, receiver: 'chat' }), receivers),
  });
  await line.fires(0, 'o', { nature: 'occurrence', endsAt: 20_000 });
  // The message shows it at once; it would be told of at 11.
  await line.fires(5, 'a');
  await line.reconfigure(7, policyOf(calm, receivers));
  await line.until(120);
  await line.ends(120, 'a');
  await line.until(240);
  const shown = line.calls
    .filter(({ to }) => to === 'chat')
    .map(({ at, firing }) => [at, ...firing]);
  expect(shown).toEqual([
    [1, 'o'],
    [5, 'o', 'a'],
    [7, 'o'],
  ]);
  expect(line.told).toContain('11 hook +a,o');
  expect(line.left).toEqual([]);
});

test('an end that a service did not take is no reason any more when the alert is back', async () => {
  const line = new Timeline({
    policy: policyOf(route({ groupInterval: 10_000, repeatInterval: 1 }), {
      hook: { chat: { kind: 'slack' } },
    }),
    // Its message is gone when the end is to be shown in it, and then it does not answer for a while.
    answer: (_, at) => ({ result: at < 5 ? 'delivered' : at < 11 ? 'reject' : 'retry' }),
  });
  await line.fires(0, 'a');
  await line.ends(5, 'a');
  await line.fires(12, 'a');
  await line.until(30);
  const tries = line.calls.filter(({ at }) => at > 20);
  expect(tries.map(({ at, reason }) => `${at} ${reason}`)).toEqual([
    '21 all resolved',
    '26 repeat',
  ]);
});
