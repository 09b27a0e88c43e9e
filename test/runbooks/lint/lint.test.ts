import { expect, test } from 'vitest';
import { problemText } from '../../../src/config/problem.ts';
import { parseMatchers } from '../../../src/config/matchers.ts';
import { lintAlarms, lintClassified } from '../../../src/runbooks/lint/alarms.ts';
import { lintRunbooks, type LintContext } from '../../../src/runbooks/lint/lint.ts';
import { reading } from '../../../src/runbooks/actions/action.ts';
import { lambda } from '../../../src/runbooks/actions/lambda/lambda.ts';
import type { ParsedRunbook } from '../../../src/runbooks/format/parse.ts';
import { parseRunbook } from '../../../src/runbooks/format/parse.ts';
import { matter, runbook } from '../sample.ts';

const LAMBDA = reading(
  lambda(() => {
    throw new Error('nobody calls it');
  }),
);

const CONTEXT: LintContext = {
  actions: { names: ['lambda', 'ecs_capacity'], found: new Map([['lambda', LAMBDA]]) },
  named: new Set(['a', 'b', 'c']),
};

function lint(all: readonly ParsedRunbook[], more: Partial<LintContext> = {}): string[] {
  return lintRunbooks(all, { ...CONTEXT, ...more }).map(problemText);
}

test('a runbook that is in order has nothing to be said of', () => {
  expect(lint([runbook('a', 'See {{ labels.FunctionName }}.')])).toEqual([]);
});

test('a link to what is not there, with what may be meant', () => {
  expect(lint([runbook('a', 'See [b](bb.md).'), runbook('b')])).toEqual([
    'a.md:12:5: there is no runbook "bb"; write b.md',
  ]);
});

test('links that lead in a circle, once', () => {
  const all = [
    runbook('a', '[b](b.md)'),
    runbook('b', '[c](c.md)'),
    runbook('c', '[a](a.md) [b](b.md)'),
  ];
  expect(lint(all)).toEqual([
    'c.md:12:1: the links go round in a circle: a → b → c → a; say here what there is to do, or end there',
    'c.md:12:11: the links go round in a circle: b → c → b; say here what there is to do, or end there',
  ]);
  expect(lint([runbook('a', '[a](a.md)')])[0]).toContain('a → a');
});

test('names and titles that are there twice', () => {
  const twice = parseRunbook('other/a.md', runbook('a').text);
  expect(lint([runbook('a'), twice])).toEqual([
    'other/a.md:1:1: a.md has the name "a" already; give it another, or remove it',
    'other/a.md:1:1: a.md has the title "Title of a" already; give it another, or remove it',
  ]);
});

test('actions that there are not, or that lack a parameter', () => {
  const action = (yaml: string) => runbook('a', `\`\`\`action\n${yaml}\n\`\`\``);
  expect(lint([action('name: lamda')])).toEqual([
    'a.md:13:1: there is no action "lamda"; write lambda',
  ]);
  expect(lint([action('name: lambda')])).toEqual([
    'a.md:13:1: the action lambda lacks the parameter function; add function: below parameters:',
  ]);
  const needed = 'name: lambda\nparameters: { function: f, payload: {}, type: event }';
  expect(lint([action(needed)])).toEqual([]);
  expect(lint([action(needed.replace('event', 'evnt'))])[0]).toContain(
    'a.md:13:1: the parameter type of lambda: ',
  );
  expect(lint([action(needed.replace('payload', 'paylod'))])[0]).toBe(
    'a.md:13:1: the action lambda has no parameter "paylod"; write payload',
  );
  expect(lint([action(needed.replace('event', "'{{ labels.type }}'"))])).toEqual([]);
});

test('actions that the config does not allow, with what to write', () => {
  const rule = { action: 'lambda', targets: ['train-*'], least: 1, secondPerson: false };
  const said = (fn: string, rules = [rule], file = 'a.md') =>
    lint(
      [
        runbook(
          'a',
          `\`\`\`action\nname: lambda\nparameters: { function: ${fn}, payload: {}, type: event }\n\`\`\``,
        ),
      ],
      { allowed: { rules, files: new Set([file]) } },
    );
  expect(said('train-churn')).toEqual([]);
  expect(said("'{{ labels.FunctionName }}'")).toEqual([]);
  expect(said('orders')).toEqual([
    `a.md:13:1: warning: the config does not allow lambda on "orders"; write actions: { allow: [{ action: lambda, targets: ['orders'] }] } into the config; docs/actions.md tells how`,
  ]);
  expect(said("'{{ labels.FunctionName }}'", [])).toEqual([
    `a.md:13:1: warning: the config does not allow lambda; write actions: { allow: [{ action: lambda, targets: ['*'] }] } into the config, with what it may be done to`,
  ]);
  expect(said('orders', [], 'b.md')).toEqual([]);
});

test('what is written as a variable and is none', () => {
  expect(lint([runbook('a', '{{ label.x }} and {{ env.HOME }}')])).toEqual([
    'a.md:12:1: {{ label.x }} is no variable; write {{ labels.x }}; there are labels.…, annotations.…, value and threshold',
    'a.md:12:19: {{ env.HOME }} is no variable; write {{ labels.NAME }}; there are labels.…, annotations.…, value and threshold',
  ]);
});

test('phases that overlap, or run backwards', () => {
  const phases = ['## A (0–10 min)', '## B (5–20 min)', '## C (2–1 h)', '## D (within 24 h)'];
  const body = phases.map((heading) => `${heading}\n### x\ny\n`).join('');
  expect(lint([parseRunbook('a.md', matter('a') + body)])).toEqual([
    'a.md:10:1: the phase "B" (5–20 min) begins before the phase above it ends; write times from the start of the runbook, one phase after the other',
    'a.md:13:1: the phase "C" (2–1 h) ends no later than it begins; write the earlier time first',
  ]);
});

test('beside a config: metrics that nobody saved, and roles that nobody has', () => {
  const check = runbook('a', '```check\npass: error-rat < 1\n```', 'role: admin');
  const surroundings = {
    savedMetrics: ['error-rate'],
    metricSources: ['prom'],
    allowedActions: ['lambda'],
    hasRole: () => false,
  };
  expect(lint([check])).toEqual([]);
  expect(lint([check], { surroundings })).toEqual([
    'a.md:1:1: nobody has the role admin; name somebody under access.admin, or write another role',
    expect.stringMatching(/^a\.md:14:1: pass: .*error-rat.*error-rate/u),
  ]);
  const saved = runbook('a', '```check\nmetrics: { x: errors }\npass: x < 1\n```');
  expect(lint([saved], { surroundings: { ...surroundings, hasRole: () => true } })).toEqual([
    'a.md:13:1: there is no saved metric "errors"; add it to metrics.saved',
  ]);
  const away = runbook(
    'a',
    '```check\nmetrics: { x: { source: prm, promql: up } }\npass: x < 1\n```',
  );
  expect(lint([away], { surroundings: { ...surroundings, hasRole: () => true } })).toEqual([
    'a.md:13:1: there is no source of metrics "prm"; write prom',
  ]);
});

test('the role of an action is needed where the config allows the action', () => {
  const surroundings = { savedMetrics: [], metricSources: [], hasRole: () => false };
  const block = 'name: lambda\nparameters: { function: f }\nrole: admin';
  const step = runbook('a', `\`\`\`action\n${block}\n\`\`\``);
  const roles = (allowedActions: readonly string[]) =>
    lint([step], { surroundings: { ...surroundings, allowedActions } }).filter((line) =>
      line.includes('nobody has the role admin'),
    );
  expect(roles([])).toEqual([]);
  expect(roles(['lambda'])).toHaveLength(1);
});

test('a value of the alert where PromQL would read it as its own', () => {
  const text = "metrics: { x: { promql: 'up{job={{ labels.job }}}' } }\npass: x < 1";
  expect(lint([runbook('a', `\`\`\`check\n${text}\n\`\`\``)])).toEqual([
    'a.md:13:1: metrics.x: {{ labels.job }} stands in no quotes of the PromQL; write label="{{ labels.job }}"',
  ]);
});

test('a runbook that nothing leads to, and one that answers everything, are remarks', () => {
  expect(lint([runbook('a', 'x', `answers: ['team!="ml"']`)])).toEqual([
    'a.md:1:1: warning: answers: team!="ml" holds for alerts that have no such label at all; add a matcher that asks for something',
  ]);
  expect(lint([runbook('z')])).toEqual([
    'z.md:1:1: warning: nothing leads to this runbook; write answers:, name it in an alarm, or link it from another',
  ]);
});

test('alarms without runbook or resolution steps', () => {
  const alarm = (annotations: Record<string, string>) => ({ name: 'X', annotations, at: 0 });
  const told = (annotations: Record<string, string>) =>
    lintAlarms([alarm(annotations)], ['memory']).map(({ message, hint }) => `${message}; ${hint}`);
  expect(told({})).toEqual([
    'the alarm "X" has no resolution steps; say in a sentence or two what to do: annotations: { resolution: … }',
    'the alarm "X" has no runbook; name one: annotations: { runbook: high-error-rate }',
  ]);
  expect(told({ resolution: 'Do.', runbook: 'memroy' })).toEqual([
    'the alarm "X" names the runbook "memroy", which is not there; write memory',
  ]);
  expect(told({ resolution: 'Do.', runbook: 'memory' })).toEqual([]);
  expect(told({ resolution: 'Do.', runbook: 'https://wiki.example.com/x' })).toEqual([]);
});

test('an alarm that is classified by its name, and that no runbook answers, is a remark', () => {
  const all = [runbook('a', 'Look.', `answers: ['alertname=~"orders-.*"']`).runbook];
  const told = (matchers: string, labels: Record<string, string> = {}) =>
    lintClassified([{ matchers: parseMatchers(matchers), labels, at: 7 }], all);
  expect(told('alertname="payments-5xx"')).toEqual([
    {
      severity: 'warning',
      kind: 'missing-key',
      offset: 7,
      message: 'no runbook answers the alarm "payments-5xx"',
      hint: `write answers: ['alertname="payments-5xx"'] in one, or name one in its description`,
    },
  ]);
  expect(told('alertname="orders-5xx"')).toEqual([]);
  expect(told('alertname=~"payments-.*"', { team: 'shop' })).toEqual([]);
});
