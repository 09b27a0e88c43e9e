import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

function textOf(checklist: string): string {
  return `checklists: [ { name: daily, ${checklist} } ]`;
}

test('a checklist needs a channel and its days; it is due at nine, and reminded of after four hours', () => {
  expect(
    loadConfig({ text: textOf("channel: '#ops', every: Weekday"), env: {} }).config?.checklists,
  ).toEqual([
    {
      name: 'daily',
      channel: '#ops',
      every: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
      at: 540,
      assign: '',
      remind_after: 14_400_000,
    },
  ]);
});

test.each([
  ["channel: '#ops'", ['every is missing', 'add every: weekday']],
  ["channel: '#ops', every: mondays", ['is not one of day, weekday', 'write monday']],
  ["channel: '#ops', every: HOURLY=1", ['not part of a recurrence rule', 'FREQ']],
  ["channel: '#ops', every: FREQ=HOURLY", ['FREQ=HOURLY has no place here', 'write the days only']],
  ["channel: '#ops', every: FREQ=DAILY;BYHOUR=9", ['BYHOUR has no place here', 'as at:']],
  ["channel: '#ops', every: FREQ=DAILY;COUNT=3", ['COUNT would end it', 'leave COUNT out']],
  [
    "channel: '#ops', every: FREQ=MONTHLY;BYMONTHDAY=31;BYMONTH=2",
    ['never comes', 'days that there are'],
  ],
  ["channel: '#ops', every: day, at: '24:00'", ['24:00 is the next day', 'write "00:00"']],
  ["channel: '#ops', every: day, timezone: Berlin", ['Berlin', 'Europe/Berlin']],
  ["channel: '#ops', every: day, assign: '@ana'", ['mentions nobody', 'write <@U…>']],
  [
    "channel: '#ops', every: day, assign: '@oncall:ops'",
    ['no on-call schedule "ops"', 'declare it'],
  ],
])('{ %s } is refused, with what to write', (checklist, words) => {
  const [first = '', ...others] = problemLines(textOf(checklist));
  expect(others).toEqual([]);
  for (const word of words) expect(first).toContain(word);
});

test('of one name there is one checklist', () => {
  const one = "{ name: daily, channel: '#ops', every: day }";
  expect(problemLines(`checklists: [ ${one}, ${one} ]`)).toEqual([
    expect.stringContaining('there is a checklist "daily" already'),
  ]);
});
