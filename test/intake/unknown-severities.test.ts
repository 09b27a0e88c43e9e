import { describe, expect, it } from 'vitest';
import { unknownSeverities } from '../../src/intake/unknown-severities.ts';
import { metricAlarm } from './support/alarms.ts';
import { parsed, signalOf } from './support/parsed.ts';
import { alertmanagerMessage, legacyGrafanaMessage, sentryEventAlert } from './support/webhooks.ts';

describe('a severity that is not on the ladder', () => {
  it.each([
    ['an alarm’s description', metricAlarm({ AlarmDescription: 'severity: urgent' })],
    ['plain JSON', { alerts: [{ labels: { alertname: 'a', severity: 'urgent' } }] }],
    [
      'a label of Alertmanager’s',
      alertmanagerMessage({ alerts: [{ labels: { alertname: 'a', severity: 'urgent' } }] }),
    ],
    ['a tag of a dashboard’s rule', legacyGrafanaMessage({ tags: { severity: 'urgent' } })],
    ['a tag of Sentry’s', sentryEventAlert({ tags: [['severity', 'urgent']] })],
    ['a text', 'severity: urgent'],
  ])('is remembered beside the default: %s', (_, message) => {
    const signal = signalOf(message);
    expect(signal).toMatchObject({ unknownSeverity: 'urgent', defaultSeverity: 'warning' });
    expect(signal.severity).toBeUndefined();
  });

  it('is named once, however many signals have it, and of many only a few are named', () => {
    const messageOf = (words: readonly string[]) => ({
      alerts: words.map((severity, at) => ({ labels: { alertname: `a${at}`, severity } })),
    });
    const named = (words: readonly string[]) => unknownSeverities(parsed(messageOf(words)).signals);
    expect(named(['urgent', 'page', 'urgent', 'Sev9'])).toEqual(['urgent', 'Sev9']);
    expect(named(['a', 'b', 'c', 'd', 'e', 'f', 'g'])).toHaveLength(5);
  });
});
