import { expect, test } from 'vitest';
import { settingsWarnings } from '../../src/app/warnings.ts';
import { loadConfig } from '../../src/config/load.ts';

function warningsOf(text: string): readonly string[] {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return [...settingsWarnings(config)];
}

test('without an app-level token nobody is heard in Socket Mode', () => {
  expect(warningsOf('slack: { bot_token: xoxb-1 }')).toEqual([
    'slack.app_token is not set: commands and buttons are not answered',
  ]);
  expect(warningsOf('slack: { bot_token: xoxb-1, app_token: xapp-1 }')).toEqual([]);
});

test('HTTP mode needs no app-level token, and is in effect', () => {
  expect(warningsOf('slack: { bot_token: xoxb-1, mode: http, signing_secret: s3cret }')).toEqual(
    [],
  );
});

test('a token of PagerDuty’s account without a name to act in can only read', () => {
  expect(warningsOf('pagerduty: { api_token: t }').join()).toContain('pagerduty.from is not set');
  expect(warningsOf('pagerduty: { api_token: t, from: ana@example.com }')).toEqual([]);
});

test('a schedule that PagerDuty keeps can not be read without a token', () => {
  const schedules = 'oncall: [ { name: payments, pagerduty: PSCHED1 } ]';
  expect(warningsOf(schedules)).toEqual([
    'pagerduty.api_token is not set: PagerDuty can not be asked who is on call for payments',
  ]);
  const own = 'oncall: [ { name: own, rotation: { people: [Ana], start: "2026-01-05T09:00" } } ]';
  expect(warningsOf(own)).toEqual([]);
});
