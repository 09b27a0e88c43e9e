import { expect, test } from 'vitest';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const HOUR = 3_600;

/** Told after a second, then looked at every five minutes. */
const slow = policyOf(route({ groupInterval: 300_000 }), {
  hook: { hook: {}, chat: { kind: 'slack' } },
});

test('what somebody says is over is told so at once, everywhere, and the group is forgotten', async () => {
  const line = new Timeline({ policy: slow });
  await line.fires(1, 'a');
  await line.fires(1, 'b');
  await line.acknowledges(5, 'ana');
  await line.resolves(10, 'ana');
  await line.until(HOUR);
  const both = ['2 hook +a,b', '2 chat +a,b', '10 hook -a,b', '10 chat -a,b'];
  expect(line.told.toSorted()).toEqual(both.toSorted());
  expect(line.left).toEqual([]);
});

test('the same word of its source again does not bring it back', async () => {
  const line = new Timeline({ policy: slow });
  await line.fires(1, 'a');
  await line.resolves(10, 'ana');
  // As CloudWatch, when it is asked: in alarm since then.
  await line.fires(20, 'a', { startsAt: 1_000, changedAt: 1_000 });
  await line.until(HOUR);
  expect(line.told.filter((told) => told.includes('hook'))).toEqual(['2 hook +a', '10 hook -a']);
  expect(line.left).toEqual([]);
});

test('what changed since, also before that word of which nobody knew yet, fires anew', async () => {
  const line = new Timeline({ policy: slow });
  await line.fires(1, 'a');
  await line.resolves(10, 'ana');
  await line.ends(11, 'a', { changedAt: 8_000 });
  await line.fires(12, 'a', { startsAt: 9_000, changedAt: 9_000 });
  await line.until(HOUR);
  expect(line.told.filter((told) => told.includes('hook'))).toEqual([
    '2 hook +a',
    '10 hook -a',
    '12 hook +a',
  ]);
  const episodes = line.calls.filter(({ to }) => to === 'hook').map(({ episode }) => episode);
  expect(new Set(episodes).size).toBe(2);
});

test('an alert that is re-sent with its first start stays over until it begins anew', async () => {
  const resent = { resends: true, startsAt: 1_000 };
  const line = new Timeline({ policy: slow });
  await line.fires(1, 'a', resent);
  await line.resolves(10, 'ana');
  for (const at of [60, 120, 180]) await line.fires(at, 'a', resent);
  expect(line.told.filter((told) => told.includes('hook'))).toEqual(['2 hook +a', '10 hook -a']);
  expect(line.left).toEqual([]);
  await line.fires(240, 'a', { resends: true, startsAt: 230_000 });
  await line.until(260);
  expect(line.told.at(-1)).toMatch(/^24\d (hook|chat) \+a$/u);
});

test('an alert that is re-sent without a start is as new as its last word', async () => {
  const line = new Timeline({ policy: slow });
  await line.fires(1, 'a', { resends: true });
  await line.resolves(10, 'ana');
  await line.fires(60, 'a', { resends: true });
  await line.until(70);
  expect(line.told.filter((told) => told.includes('hook'))).toEqual([
    '2 hook +a',
    '10 hook -a',
    '61 hook +a',
  ]);
});

test('one that flaps is over, too, and is not held', async () => {
  const policy = policyOf(
    route(),
    { hook: { hook: {} } },
    {
      flapping: { transitions: 2, window: 600_000 },
    },
  );
  const line = new Timeline({ policy });
  for (const at of [1, 5, 9]) {
    await line.fires(at, 'a');
    await line.ends(at + 2, 'a');
  }
  await line.until(15);
  await line.resolves(20, 'ana');
  await line.until(30);
  expect(line.told.at(-1)).toBe('20 hook -a');
  expect(line.left).toEqual([]);
});

test('an occurrence, which ends without a word, is told to be over when somebody says so', async () => {
  const line = new Timeline({ policy: slow });
  await line.fires(1, 'o', { nature: 'occurrence', endsAt: 600_000 });
  await line.resolves(10, 'ana');
  await line.until(HOUR);
  expect(line.told.filter((told) => told.includes('hook'))).toEqual(['2 hook +o', '10 hook -o']);
});

test('an alert of several groups is over in all of them', async () => {
  const routes = [route({ id: 'one', continue: true }), route({ id: 'two', receiver: 'mail' })];
  const policy = policyOf(route({ routes }), { hook: { hook: {} }, mail: { mail: {} } });
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.until(5);
  const [group = ''] = line.state.groups.keys();
  await line.asks(10, { type: 'resolve', traceId: 't', group, by: 'ana' });
  await line.until(20);
  expect(line.told.toSorted()).toEqual(['10 hook -a', '11 mail -a', '2 hook +a', '2 mail +a']);
  expect(line.left).toEqual([]);
});

test('what was not told yet is not told at all', async () => {
  const policy = policyOf(route({ groupWait: 30_000 }));
  const line = new Timeline({ policy });
  await line.fires(1, 'a');
  await line.resolves(10, 'ana');
  await line.until(HOUR);
  expect(line.told).toEqual([]);
  expect(line.left).toEqual([]);
});

test('a page that could not be closed at once is closed later', async () => {
  const down = (to: string, at: number) =>
    to === 'hook' && at > 5 && at < 60 ? ({ result: 'retry' } as const) : {};
  const line = new Timeline({ policy: slow, answer: down });
  await line.fires(1, 'a');
  await line.resolves(10, 'ana');
  await line.until(HOUR);
  expect(line.told.filter((told) => told.includes('hook -a'))).toHaveLength(1);
  expect(line.left).toEqual([]);
});

test('who resolved what is in the audit trail, by the name they are known by; what fired not, is not', async () => {
  const line = new Timeline({ policy: slow });
  await line.fires(1, 'a');
  const [group = ''] = line.state.groups.keys();
  const resolve = { type: 'resolve', traceId: 't', group, by: 'Ana', actor: 'slack:U1' } as const;
  await line.asks(10, resolve);
  await line.asks(11, resolve);
  expect(line.state.deeds).toMatchObject([
    { actor: 'slack:U1', action: 'resolved', object: group },
  ]);
});
