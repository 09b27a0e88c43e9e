import { expect, test } from 'vitest';
import { matcher } from '../../src/alert/matcher.ts';
import type { Severity } from '../../src/alert/severity.ts';
import { classify } from '../../src/rules/classify.ts';
import type { ClassifyRule } from '../../src/rules/policy.ts';
import { policyOf, route, signal } from './make.ts';

const TOPIC = 'arn:aws:sns:us-east-1:111122223333:alarms';

function rule(rest: Partial<ClassifyRule>): ClassifyRule {
  return { matchers: [], labels: {}, ...rest };
}

function policyWith(rules: readonly ClassifyRule[], topicSeverity?: Severity) {
  const topics = topicSeverity === undefined ? [] : [[TOPIC, topicSeverity] as const];
  return policyOf(route(), undefined, { classify: rules, topicSeverity: new Map(topics) });
}

const ruleSaysError = rule({ severity: 'error' });

test('what the message says about its severity comes first', () => {
  const policy = policyWith([ruleSaysError], 'warning');
  const said = signal('a', { severity: 'critical', defaultSeverity: 'info' });
  expect(classify(said, TOPIC, policy).severity).toBe('critical');
});

test('then the topic, then a rule, then the default of the source', () => {
  const silent = signal('a', { defaultSeverity: 'info' });
  expect(classify(silent, TOPIC, policyWith([ruleSaysError], 'warning')).severity).toBe('warning');
  expect(classify(silent, TOPIC, policyWith([ruleSaysError])).severity).toBe('error');
  expect(classify(silent, undefined, policyWith([ruleSaysError], 'warning')).severity).toBe(
    'error',
  );
  expect(classify(silent, TOPIC, policyWith([])).severity).toBe('info');
});

test('of the rules the first that matches and names a severity decides', () => {
  const policy = policyWith([
    rule({ matchers: [matcher('team', '=', 'nobody')], severity: 'critical' }),
    rule({ labels: { seen: 'yes' } }),
    rule({ severity: 'error' }),
    rule({ severity: 'critical' }),
  ]);
  expect(classify(signal('a'), undefined, policy).severity).toBe('error');
});

test('a rule holds when its matchers and its expression do', () => {
  const policy = policyWith([
    rule({
      matchers: [matcher('alertname', '=', 'a')],
      when: ({ value, threshold }) => (value ?? 0) > 2 * (threshold ?? Infinity),
      severity: 'critical',
    }),
  ]);
  const severityOf = (name: string, value: number) =>
    classify(signal(name, { value, threshold: 10 }), undefined, policy).severity;
  expect(severityOf('a', 21)).toBe('critical');
  expect(severityOf('a', 20)).toBe('warning');
  expect(severityOf('b', 21)).toBe('warning');
});

test('the labels of every rule that matches add up, the first one to name a label wins', () => {
  const policy = policyWith([
    rule({ labels: { team: 'red', tier: '1' } }),
    rule({ labels: { team: 'blue', area: 'shop' } }),
    rule({ matchers: [matcher('alertname', '=', 'other')], labels: { owner: 'none' } }),
  ]);
  const { labels } = classify(signal('a', { labels: { tier: '3' } }), undefined, policy);
  expect(labels).toEqual({
    alertname: 'a',
    team: 'red',
    area: 'shop',
    tier: '3',
    severity: 'warning',
  });
});

test('a severity comes with who said it', () => {
  const silent = signal('a', { defaultSeverity: 'info' });
  const said = signal('a', { severity: 'critical' });
  const unmatched = rule({ matchers: [matcher('team', '=', 'nobody')], severity: 'critical' });
  const rules = [unmatched, rule({ labels: { seen: 'yes' } }), ruleSaysError];
  expect(classify(said, TOPIC, policyWith(rules)).saidBy).toEqual({ who: 'message' });
  expect(classify(silent, TOPIC, policyWith(rules, 'info')).saidBy).toEqual({ who: 'topic' });
  expect(classify(silent, TOPIC, policyWith(rules)).saidBy).toEqual({ who: 'rule', rule: 2 });
  expect(classify(silent, TOPIC, policyWith([])).saidBy).toEqual({ who: 'default' });
});

test('a rule that fails is passed over, and a note says which and why', () => {
  const fails = (why: string) => (): boolean => {
    throw new Error(why);
  };
  const policy = policyWith([
    rule({ when: fails('no number'), severity: 'critical', labels: { team: 'red' } }),
    rule({ severity: 'error' }),
    rule({ when: fails('no date'), labels: { team: 'blue' } }),
  ]);
  expect(classify(signal('a'), undefined, policy)).toEqual({
    severity: 'error',
    saidBy: { who: 'rule', rule: 1 },
    labels: { alertname: 'a', severity: 'error' },
    note: 'classify[0] failed and was passed over: no number; classify[2] failed and was passed over: no date',
  });
});

test('a word that is no severity stays on an alert of which nobody knows better', () => {
  const odd = signal('a', { unknownSeverity: 'none', labels: { severity: 'warning' } });
  expect(classify(odd, undefined, policyWith([]))).toMatchObject({
    severity: 'warning',
    labels: { severity: 'none' },
  });
  expect(classify(odd, TOPIC, policyWith([], 'error')).labels['severity']).toBe('error');
});
