import { describe, expect, test } from 'vitest';
import type { Silence, WrittenMatcher } from '../../src/alert/silence.ts';
import { policyOf, route } from '../rules/make.ts';
import { Timeline } from './timeline.ts';

const everySecond = policyOf(route());
const repeating = policyOf(route({ repeatInterval: 1 }));

test('scenario 4: a silenced alert is left out, and told again when its silence ends', async () => {
  const line = new Timeline({ policy: repeating });
  await line.fires(1, 'a');
  await line.fires(1, 'b');
  await line.silences(2.5, 'a', { until: 4.5 });
  await line.until(5.5);
  expect(line.told).toEqual(['2 hook +a,b', '3 hook +b', '4 hook +b', '5 hook +a,b']);
});

test('improvement 1: an alert that was told is told closed, though it is silenced by then', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.fires(1, 'a');
  await line.silences(2.5, 'a');
  await line.ends(3.5, 'a');
  await line.until(60);
  expect(line.told).toEqual(['2 hook +a', '4 hook -a']);
  expect(line.left).toEqual([]);
});

test('improvement 1: so it is while others of its group fire on', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.fires(1, 'a');
  await line.fires(1, 'b');
  await line.silences(2.5, 'a');
  await line.ends(3.5, 'a');
  await line.until(60);
  expect(line.told).toEqual(['2 hook +a,b', '4 hook +b -a']);
});

test('improvement 2: an alert that was silenced from the start is told once its silence ends', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.silences(0, 'a', { until: 10.5 });
  await line.fires(1, 'a');
  await line.until(60);
  expect(line.told).toEqual(['11 hook +a']);
});

test('improvement 2: so it is when somebody ends the silence early', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.silences(0, 'a', { id: 's1' });
  await line.fires(1, 'a');
  await line.expires(7.5, 's1');
  await line.until(60);
  expect(line.told).toEqual(['8 hook +a']);
});

test('improvement 2: an alert that was told before is not told again when its silence ends', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.fires(1, 'a');
  await line.silences(2.5, 'a', { until: 10.5 });
  await line.fires(4.2, 'b');
  await line.until(60);
  expect(line.told).toEqual(['2 hook +a', '5 hook +b']);
  await line.ends(61, 'a');
  await line.ends(61, 'b');
  await line.until(70);
  expect(line.told.slice(2)).toEqual(['62 hook -a,b']);
});

test('a silence shows at once in the message at which it was asked for, and so does its end', async () => {
  const slow = route({ groupInterval: 300_000, repeatInterval: 3_600_000 });
  const line = new Timeline({ policy: policyOf(slow, { hook: { chat: { kind: 'slack' } } }) });
  await line.fires(1, 'a');
  await line.until(2);
  const [group = ''] = line.state.groups.keys();
  await line.silences(10, 'a', { group, until: 600 });
  await line.until(900);
  const seen = line.calls.map(({ at, kind, firing }) => `${at} ${kind} ${firing.join()}`);
  expect(seen[0]).toBe('2 notification a');
  expect(seen.slice(1, -1)).toContain('10 edit ');
  expect(seen.at(-1)).toBe('602 edit a');
  expect(line.state.groups.get(group)?.value?.lately).toMatchObject([
    { what: 'silenced', by: 'alice', until: 600_000, why: 'deploying' },
    { what: 'unsilenced', at: 602_000 },
  ]);
});

test('a silence that has nothing to do with the group it was asked for at is not told there', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.fires(1, 'a');
  await line.until(2);
  const [group = ''] = line.state.groups.keys();
  await line.silences(10, 'b', { group });
  expect(line.state.groups.get(group)?.value?.lately).toBeUndefined();
  expect(line.told).toEqual(['2 hook +a']);
});

test('an alert that is over before its silence ends is told to nobody', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.silences(0, 'a', { until: 10 });
  await line.fires(1, 'a');
  await line.ends(5, 'a');
  await line.until(60);
  expect(line.told).toEqual([]);
  expect(line.left).toEqual([]);
});

test('while all that fires is silenced the end of what was never told is news once, and no more', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.fires(1, 'a');
  await line.silences(2.5, 'a');
  await line.ends(3.5, 'b');
  await line.ends(5.5, 'c');
  await line.ends(7.5, 'a');
  await line.until(60);
  // Alertmanager: what was logged as firing is over for it with the first of the ends.
  expect(line.told).toEqual(['2 hook +a', '4 hook -b', '8 hook -a']);
  expect(line.left).toEqual([]);
});

test('a silence whose end is moved holds until its new end', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.silences(0, 'a', { id: 's1', until: 100, from: 0 });
  await line.fires(1, 'a');
  await line.silences(3, 'a', { id: 's1', until: 5.5, from: 0 });
  await line.until(60);
  expect(line.told).toEqual(['6 hook +a']);
  expect([...line.state.silences.all.keys()]).toEqual(['s1']);
});

test('a change of an active silence’s matchers makes another one, and expires the first', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.silences(0, 'a', { id: 's1' });
  await line.fires(1, 'a');
  await line.fires(1, 'b');
  await line.silences(4.5, 'b', { id: 's1' });
  await line.until(60);
  expect(line.told).toEqual(['2 hook +b', '5 hook +a']);
  expect([...line.state.silences.all]).toMatchObject([
    ['s1', { endsAt: 4_500 }],
    ['s1-2', { matchers: [{ value: 'b' }] }],
  ]);
});

test('who was overlooked when a silence ended waits no more once that is forgotten', async () => {
  const line = new Timeline({ policy: policyOf(route({ groupInterval: 10_000 })) });
  await line.silences(0, 'a', { id: 's1', until: 10.5 });
  await line.fires(0, 'a');
  await line.fires(10.7, 'a', { severity: 'critical' });
  await line.until(20);
  expect(line.told).toEqual(['11 hook +a']);
  await line.ends(21, 'a');
  await line.silences(121 * 3_600, 'b', { until: 121 * 3_600 + 1 });
  await line.until(122 * 3_600);
  expect([...line.state.silences.all.keys()]).toEqual(['b']);
  expect(line.left).toEqual([]);
});

test('while all that fires is silenced nothing is repeated and no flush is due', async () => {
  const line = new Timeline({ policy: repeating });
  await line.fires(1, 'a');
  await line.silences(2.5, 'a', { id: 's1', until: 5_000.5 });
  await line.until(1_000);
  expect(line.told).toEqual(['2 hook +a']);
  expect([...line.state.timers.values()]).toEqual([5_001_000]);
  await line.expires(1_000.5, 's1');
  await line.until(1_002.5);
  expect(line.told.slice(1)).toEqual(['1001 hook +a', '1002 hook +a']);
});

test('a silence that is still to come mutes from its start on', async () => {
  const line = new Timeline({ policy: repeating });
  await line.silences(0, 'a', { from: 3.5, until: 5.5 });
  await line.fires(1, 'a');
  await line.until(6.5);
  expect(line.told).toEqual(['2 hook +a', '3 hook +a', '6 hook +a']);
});

test('one that is still to come can be moved, and stays the same', async () => {
  const line = new Timeline({ policy: repeating });
  await line.silences(0, 'a', { id: 's1', from: 2.5, until: 100 });
  await line.silences(1, 'a', { id: 's1', from: 4.5, until: 6.5 });
  await line.fires(1, 'a');
  await line.until(7.5);
  expect(line.told).toEqual(['2 hook +a', '3 hook +a', '4 hook +a', '7 hook +a']);
  expect([...line.state.silences.all.keys()]).toEqual(['s1']);
});

test('an active one whose start is moved, and one that is over, become another one', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.silences(0, 'a', { id: 's1', until: 100 });
  await line.fires(1, 'a');
  await line.silences(3, 'a', { id: 's1', from: 8.5, until: 100 });
  await line.until(6);
  expect(line.told).toEqual(['4 hook +a']);
  await line.expires(9, 's1-2');
  await line.silences(10, 'a', { id: 's1-2', from: 8.5, until: 20 });
  expect(
    [...line.state.silences.all.values()].map(({ id, startsAt, endsAt }) => [id, startsAt, endsAt]),
  ).toEqual([
    ['s1', 0, 3_000],
    ['s1-2', 8_500, 9_000],
    ['s1-2-2', 10_000, 20_000],
  ]);
});

test('of two silences the one that ends first changes nothing', async () => {
  const line = new Timeline({ policy: everySecond });
  await line.silences(0, 'a', { id: 's1', until: 5.5 });
  await line.silences(0, 'a', { id: 's2', until: 9.5 });
  await line.fires(1, 'a');
  await line.until(60);
  expect(line.told).toEqual(['10 hook +a']);
  await line.ends(61, 'a');
  await line.until(70);
  expect(line.left).toEqual([]);
});

describe('a silence that can not be', () => {
  const CASES: readonly [string, readonly WrittenMatcher[], Partial<Silence>, string][] = [
    ['whose expression no one can read', [on('=~', '(')], {}, 'missing closing )'],
    ['that mutes everything', [on('=~', '.*'), on('!=', 'a')], {}, 'would mute everything'],
    ['without matchers', [], {}, 'would mute everything'],
    ['that ends before it begins', [on('=', 'a')], { startsAt: 9_000, endsAt: 8_000 }, 'end'],
    ['with an operator we do not know', [on('=', 'b'), on(JSON.parse('"~"'), 'b')], {}, ''],
    ['that is no silence at all', JSON.parse('null'), {}, ''],
  ];

  test.each(CASES)('%s is refused, and those there are hold on', async (_, matchers, rest, why) => {
    const line = new Timeline({ policy: repeating });
    await line.silences(0, 'a', { id: 'good' });
    const silence = {
      id: 'bad',
      matchers,
      startsAt: 1_000,
      endsAt: 100_000,
      createdBy: 'alice',
      comment: 'deploying',
      ...rest,
    };
    await line.asks(1, { type: 'silence', traceId: 't', silence });
    await line.fires(2, 'a');
    await line.fires(2, 'b');
    await line.until(3.5);
    expect(line.told).toEqual(['3 hook +b']);
    expect([...line.state.silences.all.keys()]).toEqual(['good']);
    expect(line.errors).toEqual([]);
    expect(line.state.deadLetters).toEqual([]);
    expect(line.refusals).toEqual([expect.stringMatching(/^the silence bad is refused: ./u)]);
    expect(line.refusals[0]).toContain(why);
  });

  test('leaves the silence that it was to change as it is', async () => {
    const line = new Timeline({ policy: everySecond });
    await line.silences(0, 'a', { id: 's1' });
    const known = line.state.silences.all.get('s1');
    const silence = { ...known, matchers: [on('=~', '(')] } as Silence;
    await line.asks(1, { type: 'silence', traceId: 't', silence });
    expect([...line.state.silences.all.values()]).toEqual([known]);
  });
});

function on(operator: WrittenMatcher['operator'], value: string): WrittenMatcher {
  return { name: 'alertname', operator, value };
}
