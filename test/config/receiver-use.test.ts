import { expect, test } from 'vitest';
import { problemLines } from './problem-lines.ts';

const SLACK = 'slack: [ { channel: "#a" } ]';

test('a receiver that nothing leads to is a warning at its name', () => {
  const text = `slack: { bot_token: x, app_token: y }
route: { receiver: a }
receivers:
  - { name: a, ${SLACK} }
  - { ${SLACK}, name: b }
`;
  expect(problemLines(text)).toEqual([
    't.yaml:5:43: warning: receivers[1].name: nothing leads to the receiver "b"; name it in a route as receiver: b, or take it out',
  ]);
});

test('a child route, a fallback and an escalation lead to receivers too', () => {
  const text = `slack: { bot_token: x, app_token: y }
route: { receiver: a, routes: [ { receiver: b, escalation: e } ] }
escalation: { e: [ { after: 5m, notify: d } ] }
receivers:
  - { name: a, ${SLACK}, fallback: c }
  - { name: b, ${SLACK} }
  - { name: c, ${SLACK} }
  - { name: d, ${SLACK} }
`;
  expect(problemLines(text)).toEqual([]);
});

test.each(['{ name: a }', '{ name: a, slack: [] }'])(
  'a receiver without an integration is a warning: %s',
  (receiver) => {
    expect(problemLines(`route: { receiver: a }\nreceivers: [ ${receiver} ]`)).toEqual([
      't.yaml:2:14: warning: receivers[0]: the receiver "a" tells nobody; add slack: [ { channel: "#channel" } ], pagerduty: or webhook:, unless it is there to keep what it takes quiet',
    ]);
  },
);

test.each(['slack: [ { channl: "#a" } ]', 'slack: { channel: "#a" }', 'slack_configs: []'])(
  'one whose integration is written wrongly has only that said: %s',
  (integration) => {
    const text = `route: { receiver: a }\nreceivers: [ { name: a, ${integration} } ]`;
    expect(problemLines(text).filter((line) => line.includes('tells nobody'))).toEqual([]);
  },
);

test('the receiver log, which is built in, tells the log', () => {
  expect(problemLines('route: { receiver: log }\nreceivers: [ { name: log } ]')).toEqual([]);
});
