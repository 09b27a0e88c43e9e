import { expect, test } from 'vitest';
import { notification, type LogEntry } from '../../src/rules/notify.ts';

const MINUTE = 60_000;

function decide(
  told: readonly [firing: string, resolved: string] | undefined,
  [firing, resolved, mutedFiring = '', mutedResolved = '']: readonly [
    firing: string,
    resolved: string,
    mutedFiring?: string,
    mutedResolved?: string,
  ],
  { at = 5 * MINUTE, sendResolved = true, flapping = '', saidFlapping = '', held = '' } = {},
): string {
  const entry: LogEntry | undefined = told && {
    at: 0,
    firing: [...told[0]],
    resolved: [...told[1]],
    flapping: [...saidFlapping],
    held: [...held],
  };
  const standing = {
    firing: new Set(firing),
    resolved: new Set(resolved),
    mutedFiring: new Set(mutedFiring),
    mutedResolved: new Set(mutedResolved),
    flapping: new Set(flapping),
  };
  const options = { at, repeatInterval: 10 * MINUTE, sendResolved };
  const { notify, reason } = notification(entry, standing, options);
  return `${notify ? 'yes' : 'no'}: ${reason}`;
}

test('nobody was told: what fires is told, what is over is not', () => {
  expect(decide(undefined, ['a', ''])).toBe('yes: first notification');
  expect(decide(undefined, ['a', 'b'])).toBe('yes: first notification');
  expect(decide(undefined, ['', 'b'])).toBe('no: nothing fires');
  expect(decide(undefined, ['', ''])).toBe('no: nothing fires');
});

test('a firing alert that was not told as firing is news', () => {
  expect(decide(['a', ''], ['ab', ''])).toBe('yes: new alerts');
  expect(decide(['a', 'b'], ['ab', ''])).toBe('yes: new alerts');
  expect(decide(['a', ''], ['b', 'a'])).toBe('yes: new alerts');
});

test('when nothing fires any more, what was told as firing is told as over', () => {
  expect(decide(['ab', ''], ['', 'ab'])).toBe('yes: all resolved');
  expect(decide(['a', ''], ['', 'ab'])).toBe('yes: all resolved');
});

test('when nothing fires any more, ends that nobody wants to hear of pass quietly', () => {
  expect(decide(['a', ''], ['', 'a'], { sendResolved: false })).toBe('no: resolved quietly');
  // An occurrence ends silently: it is not among the resolved.
  expect(decide(['a', ''], ['', ''])).toBe('no: resolved quietly');
  expect(decide(['a', ''], ['', 'b'])).toBe('no: resolved quietly');
});

test('newly resolved is news, also of what was never told as firing', () => {
  expect(decide(['ab', ''], ['a', 'b'])).toBe('yes: some resolved');
  expect(decide(['a', ''], ['a', 'c'])).toBe('yes: some resolved');
  expect(decide(['a', 'b'], ['a', 'b'])).toBe('no: told already');
  expect(decide(['ab', ''], ['a', 'b'], { sendResolved: false })).toBe('no: told already');
});

test('what was told is repeated once the repeat interval is over, not when it is just reached', () => {
  const at = (minutes: number) => decide(['a', ''], ['a', ''], { at: minutes * MINUTE });
  expect(at(9)).toBe('no: told already');
  expect(at(10)).toBe('no: told already');
  expect(at(11)).toBe('yes: repeat');
});

test('what is muted is not told, and what was told of it stays so', () => {
  expect(decide(undefined, ['', '', 'a'])).toBe('no: muted');
  expect(decide(['a', ''], ['', '', 'a'])).toBe('no: muted');
  expect(decide(['ab', ''], ['b', '', 'a'])).toBe('no: told already');
  expect(decide(['ab', ''], ['', '', 'ab'], { at: 15 * MINUTE })).toBe('no: muted');
});

test('what comes back from a mute is news to those alone who were never told of it', () => {
  expect(decide(['b', ''], ['ab', ''])).toBe('yes: new alerts');
  expect(decide(['ab', ''], ['ab', ''])).toBe('no: told already');
});

test('an end is told to those who were told of the beginning, also while it is muted', () => {
  expect(decide(['a', ''], ['', '', '', 'a'])).toBe('yes: all resolved');
  expect(decide(['ab', ''], ['b', '', '', 'a'])).toBe('yes: some resolved');
  expect(decide(['ab', ''], ['', 'b', 'a'])).toBe('yes: some resolved');
  expect(decide(['b', ''], ['b', '', '', 'a'])).toBe('no: told already');
  expect(decide(['a', ''], ['', '', 'b', 'a'])).toBe('yes: all resolved');
});

test('where all that was told as firing was muted by then, the end of something else is no news', () => {
  expect(decide(['a', ''], ['', 'c', 'a'])).toBe('yes: some resolved');
  expect(decide(['a', 'b'], ['', 'c', 'a'], { held: 'a' })).toBe('no: muted');
  expect(decide(['ab', ''], ['', 'c', 'a'], { held: 'a' })).toBe('yes: some resolved');
  expect(decide(['ab', ''], ['', 'b', 'a'], { held: 'ab' })).toBe('yes: some resolved');
  expect(decide(['ab', ''], ['b', 'c', 'a'], { held: 'a' })).toBe('yes: some resolved');
});

test('that an alert flaps is told once, also to those who were told that it fires', () => {
  expect(decide(['ab', ''], ['ab', ''], { flapping: 'a' })).toBe('yes: flapping');
  expect(decide(['b', ''], ['ab', ''], { flapping: 'a' })).toBe('yes: flapping');
  const said = { flapping: 'a', saidFlapping: 'a' };
  expect(decide(['ab', ''], ['ab', ''], said)).toBe('no: told already');
  expect(decide(['a', ''], ['ab', ''], said)).toBe('yes: new alerts');
});
