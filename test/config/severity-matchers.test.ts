import { expect, test } from 'vitest';
import { problemLines } from './problem-lines.ts';

const inRoute = (matcher: string) => `route: { routes: [ { matchers: [ '${matcher}' ] } ] }`;

test.each([
  ['severity="critcal"', '"critcal" is not a severity', 'severity="critical"'],
  ['severity=~"critcal"', '"critcal" is not a severity', 'severity=~"critical"'],
  ['severity="hihg"', '"hihg" is not a severity', 'severity="error"'],
])('%s can never match, which is an error', (matcher, why, hint) => {
  expect(problemLines(inRoute(matcher))).toEqual([
    `t.yaml:1:34: route.routes[0].matchers[0]: ${why}, so that it never matches; write ${hint}`,
  ]);
});

test.each([
  ['severity="none"', '"none"', 'one of critical, error, warning, info'],
  ['severity=~"critcal|warning"', '"critcal"', 'severity=~"critical|warning"'],
  ['severity!="critcal"', '"critcal"', 'severity!="critical"'],
  ['severity!~"inof|low"', '"inof"', 'severity!~"info"'],
])('%s says less than it seems to, which is a warning', (matcher, word, hint) => {
  expect(problemLines(inRoute(matcher))[0]).toBe(
    `t.yaml:1:34: warning: route.routes[0].matchers[0]: ${word} is not a severity, so that it matches only alerts that say that very word; write ${hint}`,
  );
});

test.each([
  'severity="critical"',
  'severity=Critical',
  'severity="page"',
  'severity="Sev 1"',
  'severity=~"page|info"',
  'severity=~"hi.*"',
  'severity=~"warning|info"',
  'severity=~".*r.*"',
  'severity!~"warn.+"',
  'severity!=""',
  'severity=~".+"',
  'level="critcal"',
])('%s is fine', (matcher) => {
  expect(problemLines(inRoute(matcher))).toEqual([]);
});

test('wherever matchers are, each has its place', () => {
  const text = [
    'classify: [ { matchers: [ severity=hihg ], labels: { a: b } } ]',
    'inhibit_rules:',
    '  - { source_matchers: [ a=b, severity=critcal ], target_matchers: [ severity=wanring ] }',
    'maintenance:',
    '  - { name: m, matchers: [ \'a="b", severity="infoo"\' ], start: "2026-01-06T02:00", duration: 2h }',
  ].join('\n');
  expect(problemLines(text).map((line) => line.split(':').slice(1, 4).join(':'))).toEqual([
    '1:27: classify[0].matchers[0]',
    '3:31: inhibit_rules[0].source_matchers[1]',
    '3:70: inhibit_rules[0].target_matchers[0]',
    '5:28: maintenance[0].matchers[0]',
  ]);
});
