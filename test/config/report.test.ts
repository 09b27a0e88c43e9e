import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

const reportIn = (text: string) => loadConfig({ text: `report: ${text}`, env: {} }).config?.report;

test('the weekly report is there only where the config asks for it', () => {
  expect(loadConfig({ text: '', env: {} }).config?.report).toBeUndefined();
  expect(reportIn('{ channel: "#ops" }')).toEqual({
    channel: '#ops',
    weekday: 'monday',
    at: 540,
    timezone: 'UTC',
  });
});

test.each([
  ['{ weekday: friday }', /report\.channel is missing; add channel: "#channel"/],
  ['{ channel: "#a", weekday: firday }', /"firday" is not one of .*; write friday/],
  ['{ channel: "#a", at: "25:00" }', /"25:00" is not a time of day/],
  ['{ channel: "#a", at: "24:00" }', /24:00 is the next day; write "00:00", and the day after/],
  ['{ channel: "#a", timezone: Europe/Berlim }', /not a time zone; write Europe\/Berlin/],
])('%s is wrong', (text, problem) => {
  expect(problemLines(`report: ${text}`)[0]).toMatch(problem);
});
