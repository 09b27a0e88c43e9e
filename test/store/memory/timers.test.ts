import { array, assert, integer, option, property, record } from 'fast-check';
import { expect, test } from 'vitest';
import { Timers } from '../../../src/store/memory/timers.ts';

test('the earliest are due first, and at most as many as are asked for', () => {
  const timers = new Timers();
  for (const [name, due] of Object.entries({ c: 30, a: 10, d: 40, b: 20 })) timers.set(name, due);
  expect(timers.next()).toBe(10);
  expect(timers.dueAt(30, 2)).toEqual([
    { name: 'a', due: 10 },
    { name: 'b', due: 20 },
  ]);
  expect(timers.dueAt(30, 9).map(({ name }) => name)).toEqual(['a', 'b', 'c']);
});

test('of timers that are due together the one that was set first comes first', () => {
  const timers = new Timers();
  for (const name of ['b', 'a', 'c']) timers.set(name, 5);
  expect(timers.dueAt(5, 9).map(({ name }) => name)).toEqual(['b', 'a', 'c']);
});

test('whatever was set, moved and deleted, what is due is what a plain list would say', () => {
  const step = record({
    name: integer({ min: 0, max: 8 }).map(String),
    due: option(integer({ min: 0, max: 20 }), { nil: undefined }),
    now: integer({ min: 0, max: 20 }),
  });
  assert(
    property(array(step, { maxLength: 60 }), (steps) => {
      const timers = new Timers();
      const plain = new Map<string, number>();
      for (const { name, due, now } of steps) {
        if (due === undefined) {
          timers.delete(name);
          plain.delete(name);
        } else {
          timers.set(name, due);
          plain.set(name, due);
        }
        const expected = [...plain.values()].toSorted((a, b) => a - b);
        const times = timers.dueAt(now, 99);
        expect(timers.next()).toBe(expected[0]);
        expect(times.map((one) => one.due)).toEqual(expected.filter((one) => one <= now));
        expect(times.every((one) => plain.get(one.name) === one.due)).toBe(true);
        expect(timers.size).toBe(plain.size);
      }
    }),
  );
});

test('timers that are set anew for ever take no more room for it', () => {
  const timers = new Timers();
  for (let due = 0; due < 100_000; due += 1) timers.set('a', due);
  expect(timers.dueAt(200_000, 9)).toEqual([{ name: 'a', due: 99_999 }]);
});
