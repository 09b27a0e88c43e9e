import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { flag, readArguments, span } from '../../../src/handlers/commands/arguments.ts';
import { splitWords } from '../../../src/handlers/commands/words.ts';

const OPTIONS = {
  mine: flag('only mine'),
  'dry-run': flag('only say'),
  for: span('how long'),
  since: span('from when on', '7d'),
};

function read(line: string) {
  const { words, options } = readArguments(splitWords(line), OPTIONS);
  return { words: words.map(({ text }) => text), ...options };
}

const NOTHING = { words: [], mine: false, 'dry-run': false, for: undefined, since: undefined };

describe('options', () => {
  test.each([
    ['', NOTHING],
    ['a --mine b', { ...NOTHING, words: ['a', 'b'], mine: true }],
    ['--for 2h a', { ...NOTHING, words: ['a'], for: 7_200_000 }],
    ['--for=2h', { ...NOTHING, for: 7_200_000 }],
    ['—for 2H –dry-run', { ...NOTHING, for: 7_200_000, 'dry-run': true }],
    ['--MINE', { ...NOTHING, mine: true }],
    ['"--mine" -- --for', { ...NOTHING, words: ['--mine', '--for'] }],
    ['a — b -c', { ...NOTHING, words: ['a', '—', 'b', '-c'] }],
  ])('%s', (line, expected) => {
    expect(read(line)).toEqual(expected);
  });

  test.each([
    ['--mien', 'there is no option "--mien"', 'write --mine'],
    ['--dry', 'there is no option "--dry"', 'write --dry-run'],
    ['--zebra', 'there is no option "--zebra"', 'there is --mine, --dry-run, --for, --since'],
    ['--for', '--for has no value', 'write --for <duration>'],
    ['--for 2', '"2" is not a duration', 'write 2s for seconds or 2m for minutes'],
    ['--for 0', '0 is no time at all', 'write a duration such as 2h'],
    ['--for ever', '"ever" is not a duration', 'write a duration such as 30s, 5m or 1h30m'],
    ['--since yesterday', '"yesterday" is not a duration', 'write a duration such as 7d'],
    ['--mine=yes', '--mine takes no value', 'write --mine alone'],
    [
      '--constructor',
      'there is no option "--constructor"',
      'there is --mine, --dry-run, --for, --since',
    ],
  ])('%s is a mistake: %s', (line, message, hint) => {
    expect(() => read(line)).toThrow(expect.objectContaining({ message, hint }));
  });

  test('stand wherever they like between words', () => {
    const word = fc.stringMatching(/^[a-z]{1,5}$/u);
    const words = fc.array(word, { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(words, fc.nat(), fc.nat(), (some, first, second) => {
        const line = some.toSpliced(first % (some.length + 1), 0, '--mine');
        const at = second % (line.length + 1);
        const all = line.toSpliced(at, 0, '--for 2h');
        expect(read(all.join(' '))).toEqual({
          words: some,
          mine: true,
          'dry-run': false,
          for: 7_200_000,
          since: undefined,
        });
      }),
    );
  });
});
