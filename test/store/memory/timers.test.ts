import { array, assert, integer, option, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { Timers } from '../../../src/store/memory/timers.ts';

test('the earliest are due first, and at most as many as are asked for', () => {
  const timers = new Timers();
  for (const [group, due] of Object.entries({ c: 30, a: 10, d: 40, b: 20 })) timers.set(group, due);
  expect(timers.next()).toBe(10);
  expect(timers.dueAt(30, 2)).toEqual([
    { group: 'a', due: 10 },
    { group: 'b', due: 20 },
  ]);
  expect(timers.dueAt(30, 9).map(({ group }) => group)).toEqual(['a', 'b', 'c']);
});

test('of timers that are due together the one that was set first comes first', () => {
  const timers = new Timers();
  for (const group of ['b', 'a', 'c']) timers.set(group, 5);
  expect(timers.dueAt(5, 9).map(({ group }) => group)).toEqual(['b', 'a', 'c']);
});

test('whatever was set, moved and deleted, what is due is what a plain list would say', () => {
  const step = record({
    group: integer({ min: 0, max: 8 }).map(String),
    due: option(integer({ min: 0, max: 20 }), { nil: undefined }),
    now: integer({ min: 0, max: 20 }),
  });
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      const timers = new Timers();
      const plain = new Map<string, number>();
      for (const { group, due, now } of steps) {
        if (due === undefined) {
          timers.delete(group);
          plain.delete(group);
        } else {
          timers.set(group, due);
          plain.set(group, due);
        }
        const expected = [...plain.values()].toSorted((a, b) => a - b);
        const times = timers.dueAt(now, 99);
        expect(timers.next()).toBe(expected[0]);
        expect(times.map((one) => one.due)).toEqual(expected.filter((one) => one <= now));
        expect(times.every((one) => plain.get(one.group) === one.due)).toBe(true);
        expect(timers.size).toBe(plain.size);
      }
    }),
  );
});

test('timers that are set anew for ever take no more room for it', () => {
  const timers = new Timers();
  for (let due = 0; due < 100_000; due += 1) timers.set('a', due);
  expect(timers.dueAt(200_000, 9)).toEqual([{ group: 'a', due: 99_999 }]);
});
