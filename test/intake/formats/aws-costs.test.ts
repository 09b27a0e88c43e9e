import { describe, expect, it } from 'vitest';
import { TOPIC } from '../support/alarms.ts';
import { ACCOUNT, budgetText, costAnomaly, event } from '../support/aws-events.ts';
import { linkOf, parsed, signalOf, summaryOf } from '../support/parsed.ts';

describe('a budget notification', () => {
  it('says how much of what, with its unit', () => {
    expect(parsed(budgetText(), { topic: TOPIC })).toMatchObject({
      source: 'aws-budgets',
      signals: [
        {
          nature: 'occurrence',
          defaultSeverity: 'warning',
          labels: {
            alertname: 'Budget exceeded',
            account: ACCOUNT,
            region: 'eu-central-1',
            budget: 'platform monthly',
            budget_threshold: '$80',
          },
          annotations: {
            summary:
              'Budget platform monthly is at $120.50 of $100, past the alert threshold of $80',
          },
          value: 120.5,
          threshold: 80,
          links: [{ url: 'https://console.aws.amazon.com/billing/home#/budgets' }],
        },
      ],
    });
  });

  it('of a forecast is information', () => {
    const forecast = signalOf(budgetText({ kind: 'FORECASTED' }));
    expect(forecast.defaultSeverity).toBe('info');
    expect(forecast.annotations.summary).toMatch(/^Budget platform monthly is forecast to reach/u);
  });

  it('of too little use says so: it is not exceeded', () => {
    const lines = budgetText({ amount: '61.5%', name: 'reserved' });
    const text = lines.replace('> $80.00', '< 80%').replace('$100.00', '100%');
    expect(signalOf(text)).toMatchObject({
      labels: { alertname: 'Budget underused' },
      annotations: {
        summary: 'Budget reserved is at 61.5% of 100%, under the alert threshold of 80%',
      },
    });
    const sentences = lines.replace('greater than', 'less than').split('\nBudget Name')[0] ?? '';
    expect(signalOf(sentences).labels['alertname']).toBe('Budget underused');
  });

  it('is read from its sentences when the lines are missing', () => {
    const sentences = budgetText({ amount: '$1,200.75' }).split('\nBudget Name')[0] ?? '';
    expect(signalOf(sentences)).toMatchObject({
      labels: { budget: 'platform monthly' },
      value: 1200.75,
    });
  });

  it('that says no more than its first words stands for itself', () => {
    const text = 'AWS Budget Notification: the monthly budget has passed 80%';
    expect(parsed(text)).toMatchObject({
      source: 'aws-budgets',
      signals: [{ annotations: { summary: text }, labels: { region: 'global' } }],
    });
    expect(parsed('Our budget notification').source).toBe('text');
  });

  it('of another budget or threshold is another alert', () => {
    const prints = [
      budgetText(),
      budgetText({ name: 'other' }),
      budgetText().replace('> $80.00', '> $100.00'),
    ].map((text) => signalOf(text).fingerprint);
    expect(new Set(prints).size).toBe(3);
  });
});

describe('a cost anomaly', () => {
  it('says what was spent and what was expected', () => {
    expect(parsed(costAnomaly())).toMatchObject({
      source: 'aws-cost-anomaly',
      signals: [
        {
          nature: 'occurrence',
          defaultSeverity: 'warning',
          labels: { alertname: 'Cost anomaly', account: ACCOUNT, region: 'eu-central-1' },
          annotations: {
            summary: 'AWS Lambda cost $120.50 instead of the expected $30 (+302 %)',
            description: 'AWS Lambda, EUC1-Lambda-GB-Second, eu-central-1',
          },
          value: 120.5,
          threshold: 30,
        },
      ],
    });
    expect(linkOf(costAnomaly())).toBe(
      'https://console.aws.amazon.com/cost-management/home#/anomalies/a-1',
    );
  });

  it('is the same from EventBridge, and when its causes become known later', () => {
    const unknown = costAnomaly({ rootCauses: [] });
    const told = event('aws.ce', 'Anomaly Detected', costAnomaly(), { region: 'us-east-1' });
    const prints = [costAnomaly(), unknown, told].map((one) => signalOf(one).fingerprint);
    expect(new Set(prints).size).toBe(1);
    expect(signalOf(unknown).labels['region']).toBe('global');
  });

  it('of which only the impact is known says that', () => {
    const old = costAnomaly({ dimensionalValue: '', impact: { totalImpact: 12 } });
    expect(summaryOf(old)).toBe('AWS Lambda cost $12 more than expected');
    expect(summaryOf(costAnomaly({ impact: null }))).toBe('AWS Lambda costs more than usual');
  });
});
