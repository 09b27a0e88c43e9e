import { describe, expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

const SCHEDULES =
  'oncall: [ { name: payments, rotation: { people: [Ana], start: "2026-01-05T09:00" } } ]';

function receiver(slack: string, rest = ''): string {
  return `slack: { bot_token: x, app_token: y }
${SCHEDULES}
route: { receiver: a }
receivers: [ { name: a, slack: [ ${slack} ] } ]
${rest}`;
}

test('a receiver may lead to whoever is on call, and be known by the schedule', () => {
  const { policy, problems } = loadConfig({ text: receiver('{ oncall: payments }'), env: {} });
  expect(problems).toEqual([]);
  expect(policy?.integrationsByReceiver.get('a')).toEqual([
    { id: 'slack/@oncall:payments', receiver: 'a', kind: 'slack', sendResolved: true },
  ]);
});

test('a mention may call whoever is on call, also that of an escalation', () => {
  const steps = 'escalation: { e: [ { after: 5m, notify: a, mention: "@oncall:payments" } ] }';
  expect(
    problemLines(receiver('{ channel: "#a", mention: "<!here> @oncall:payments" }', steps)),
  ).toEqual([]);
});

describe('what can not be is named with its place', () => {
  test.each([
    [
      '{ oncall: paymnts }',
      't.yaml:4:44: receivers[0].slack[0].oncall: there is no on-call schedule "paymnts"; write "payments"',
    ],
    [
      '{ oncall: payments, channel: "#a" }',
      `t.yaml:4:34: receivers[0].slack[0]: leads to two places; write either channel: "#channel" or oncall: and a schedule's name`,
    ],
    [
      '{ send_resolved: true }',
      't.yaml:4:34: receivers[0].slack[0].channel is missing; add channel: "#channel", in quotes: a bare # begins a comment',
    ],
    [
      '{ oncall: payments }, { oncall: payments }',
      't.yaml:4:56: receivers[0].slack[1]: the receiver "a" leads there already; remove one of them',
    ],
    [
      '{ channel: "#a", mention: "@oncall:payment, please" }',
      't.yaml:4:60: receivers[0].slack[0].mention: there is no on-call schedule "payment"; write "payments"',
    ],
    [
      '{ channel: "#a", mention: "@ana" }',
      't.yaml:4:60: receivers[0].slack[0].mention: "@ana" mentions nobody; write <@U…>, <!subteam^S…> for a group, or @oncall:schedule',
    ],
  ])('%s', (slack, line) => {
    expect(problemLines(receiver(slack))).toEqual([line]);
  });

  test.each([
    ['@oncall:nobody', 'there is no on-call schedule "nobody"; declare it; there are payments'],
    ['@here', '"@here" mentions nobody; write <!here>'],
  ])('in an escalation: %s', (mention, words) => {
    const steps = `escalation: { e: [ { after: 5m, notify: a, mention: "${mention}" } ] }`;
    expect(problemLines(receiver('{ channel: "#a" }', steps))).toEqual([
      `t.yaml:5:53: escalation.e[0].mention: ${words}`,
    ]);
  });
});
