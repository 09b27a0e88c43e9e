import { expect, test } from 'vitest';
import { differencesIn } from '../../src/delivery/differences.ts';
import { summaryOf } from '../../src/delivery/wording.ts';
import { sampleView, type AlertSample } from './support/views.ts';

/** What tells alerts apart whose summaries are the same, in their order. */
function differences(...labels: readonly Required<AlertSample>['labels'][]): readonly string[] {
  const { alerts } = sampleView({ alerts: labels.map((own) => ({ labels: own })) });
  const found = differencesIn(alerts, summaryOf);
  return alerts.map((one) => found(one));
}

test('alerts that say the same are told apart by the labels that they do not share', () => {
  expect(differences({ pod: 'a', app: 'x' }, { pod: 'b', app: 'x' })).toEqual(['pod=a', 'pod=b']);
  expect(differences({ account: '1' }, { account: '2' })).toEqual(['account=1', 'account=2']);
});

test('alerts that say different things need nothing', () => {
  const { alerts } = sampleView({
    alerts: ['a', 'b'].map((pod) => ({
      labels: { pod },
      annotations: { summary: `${pod} fails` },
    })),
  });
  expect(alerts.map(differencesIn(alerts, summaryOf))).toEqual(['', '']);
  expect(differences({ pod: 'a' })).toEqual(['']);
});

test('a label that only some of them have tells those apart', () => {
  expect(differences({ pod: 'a' }, {})).toEqual(['pod=a', '']);
});

test('of two labels with the same values one is enough', () => {
  expect(differences({ pod: 'a', name: 'a', n: '1' }, { pod: 'b', name: 'b', n: '2' })).toEqual([
    'pod=a · n=1',
    'pod=b · n=2',
  ]);
});

test('three labels at most are shown, and of a long value its beginning', () => {
  const labels = (value: string) => ({
    a: value.repeat(200),
    b: value,
    c: `${value}c`,
    d: `${value}d`,
  });
  const [text = ''] = differences(labels('x'), labels('y'));
  expect(text).toMatch(/^a=x+… · b=x · c=xc$/u);
  expect(text.length).toBeLessThan(80);
});

test('alerts that differ in nothing people could see stay alike', () => {
  expect(differences({ pod: 'a' }, { pod: 'a' })).toEqual(['', '']);
  expect(differences({ pod: 'a' }, { pod: 'a\u200B' })).toEqual(['', '']);
});
