import { describe, expect, test } from 'vitest';
import { matcherText } from '../../../src/alert/matcher.ts';
import { wantedMute } from '../../../src/handlers/commands/wanted-mute.ts';
import { splitWords } from '../../../src/handlers/commands/words.ts';

const HOUR = 3_600_000;

function read(line: string, usual?: number) {
  const { span, matchers, reason } = wantedMute(splitWords(line), usual);
  return [span / HOUR, matchers.map(matcherText).join(), reason];
}

describe('what is to be quiet', () => {
  test.each([
    ['2h team=data', [2, 'team="data"', '']],
    ['2h30m team=~"a|b" env!=prod why it is', [2.5, 'team=~"a|b",env!="prod"', 'why it is']],
    ['team=data', [1, 'team="data"', '']],
    ['team=data a=b it said x=1', [1, 'team="data",a="b"', 'it said x=1']],
    ['team=data "x=1 is wrong"', [1, 'team="data"', 'x=1 is wrong']],
    ['1d "näme ü"=x', [24, 'näme ü="x"', '']],
    ['1d summary="a, b"', [24, 'summary="a, b"', '']],
  ])('%s', (line, expected) => {
    expect(read(line, HOUR)).toEqual(expected);
  });

  test.each([
    ['team=data', 'nothing says for how long'],
    ['2h', 'no matcher is there'],
    ['2h why team=data', 'no matcher is there'],
    ['2h "team=data"', 'no matcher is there'],
    ['2x team=data', 'is not a duration'],
    ['2h team=""', 'holds for every alert'],
    ['2h team=~"["', ''],
  ])('%s is a mistake: %s', (line, message) => {
    expect(() => read(line)).toThrow(message);
  });
});
