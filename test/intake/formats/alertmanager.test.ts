import { describe, expect, it } from 'vitest';
import { fingerprint } from '../../../src/alert/fingerprint.ts';
import type { Signal } from '../../../src/alert/signal.ts';
import { parseMessage } from '../../../src/intake/parse.ts';
import { CONTEXT } from '../support/alarms.ts';
import { alertmanagerMessage, groupedAlert } from '../support/webhooks.ts';

function parse(message: object) {
  return parseMessage(JSON.stringify(message), CONTEXT);
}

function only(alert: object): Signal | undefined {
  return parse(alertmanagerMessage({ alerts: [groupedAlert(alert)] })).signals[0];
}

describe('a message of Alertmanager', () => {
  it('of more alerts than are read tells of the first, and how many it left out', () => {
    const alerts = Array.from({ length: 5_010 }, (_, index) =>
      groupedAlert({ labels: { alertname: `a${index}` } }),
    );
    const { signals } = parse(alertmanagerMessage({ alerts, truncatedAlerts: 2 }));
    expect(signals).toHaveLength(5_001);
    expect(signals.at(-1)?.annotations.summary).toContain('left 12 alerts out');
  });

  it('becomes a state that is sent again while it lasts', () => {
    expect(parse(alertmanagerMessage())).toEqual({
      source: 'alertmanager',
      signals: [
        {
          id: 'm-1',
          source: 'alertmanager',
          nature: 'state',
          status: 'firing',
          fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/u),
          labels: { alertname: 'QueueStuck', severity: 'critical', queue: 'mail', job: 'worker' },
          annotations: {
            summary: 'Queue mail is stuck',
            description: 'Nothing was taken out of it for 10 minutes.',
            measured: '1,250',
            runbook: 'https://runbooks.example.com/queue',
            runbook_url: 'https://runbooks.example.com/queue',
            value: '1250',
          },
          links: [
            { title: 'Runbook', url: 'https://runbooks.example.com/queue' },
            { title: 'Prometheus', url: 'https://prometheus.example.com/graph?g0.expr=queue' },
            { title: 'Alertmanager', url: 'https://alertmanager.example.com/' },
          ],
          severity: 'critical',
          defaultSeverity: 'warning',
          value: 1250,
          startsAt: Date.parse('2026-03-01T09:50:00.123Z'),
          changedAt: CONTEXT.sentAt,
          resends: true,
        },
      ],
    });
  });

  it('about a group has a signal for each alert, be it firing or over', () => {
    const alerts = [
      groupedAlert(),
      groupedAlert({
        status: 'resolved',
        labels: { alertname: 'QueueStuck', queue: 'sms' },
        endsAt: '2026-03-01T09:58:00Z',
      }),
    ];
    const { signals } = parse(alertmanagerMessage({ alerts }));
    expect(signals).toMatchObject([
      { id: 'm-1/0', status: 'firing', labels: { queue: 'mail' } },
      { id: 'm-1/1', status: 'resolved', endsAt: Date.parse('2026-03-01T09:58:00Z') },
    ]);
    expect(signals[0]).not.toHaveProperty('endsAt');
    expect(new Set(signals.map((one) => one.fingerprint)).size).toBe(2);
  });

  it('is about the same alert when it fires and when it is resolved', () => {
    const resolved = only({ status: 'resolved', endsAt: '2026-03-01T10:00:00Z', annotations: {} });
    expect(resolved?.fingerprint).toBe(only({})?.fingerprint);
    expect(resolved?.status).toBe('resolved');
  });

  it('can not be about an alert of another way in, whatever its labels say', () => {
    const { labels } = groupedAlert();
    expect(only({})?.fingerprint).not.toBe(fingerprint(labels));
  });

  it('takes an end only from what is over: a firing alert’s is no end', () => {
    expect(only({ endsAt: '2026-03-01T10:04:00Z' })).not.toHaveProperty('endsAt');
    expect(only({ status: undefined, endsAt: '2026-03-01T09:00:00Z' })?.status).toBe('resolved');
    expect(only({ status: 'resolved' })?.endsAt).toBe(CONTEXT.sentAt);
  });

  it.each([
    ['0.25', 0.25, '0.25'],
    ['93.4%', 93.4, '93.4 %'],
    ['1.2e+03 ms', 1200, '1,200 ms'],
    ['-3', -3, '-3'],
  ])('reads the figure %s of the annotation value', (value, figure, measured) => {
    const signal = only({ annotations: { value } });
    expect([signal?.value, signal?.annotations['measured']]).toEqual([figure, measured]);
  });

  it.each(['many', '', '1.2.3', '4 of 5 hosts'])('does not make a figure of %j', (value) => {
    expect(only({ annotations: { value } })).not.toHaveProperty('value');
  });

  it('is named even when its labels name none', () => {
    const alerts = [groupedAlert({ labels: { job: 'a' } })];
    const name = (changes: object) =>
      parse(alertmanagerMessage({ alerts, ...changes })).signals[0]?.labels['alertname'];
    expect(name({})).toBe('QueueStuck');
    expect(name({ groupLabels: {} })).toBe('Queue mail is stuck');
  });

  it('offers no link but of the web', () => {
    const links = (url: string) => only({ generatorURL: url, annotations: {} })?.links;
    const alertmanager = { title: 'Alertmanager', url: 'https://alertmanager.example.com/' };
    for (const url of ['javascript:alert(1)', 'file:///etc/passwd', 'https://a@evil.com/', '']) {
      expect(links(url)).toEqual([alertmanager]);
    }
  });

  it.each([
    ['a list of nothing readable', { alerts: ['x'] }],
    ['an alert without labels', { alerts: [groupedAlert({ labels: {} })] }],
    ['an alert with a word for labels', { alerts: [groupedAlert({ labels: 'x' })] }],
  ])('that has %s becomes a text: nothing is dropped', (_, changes) => {
    expect(parse(alertmanagerMessage(changes)).source).toBe('text');
  });
});

describe('a message that leaves alerts out', () => {
  it.each([
    [
      'another one has no labels',
      groupedAlert({ labels: {} }),
      {},
      'sent 1 alert without readable labels',
    ],
    ['another one is none', 7, {}, 'sent 1 alert without readable labels'],
    [
      'it leaves some out, too',
      null,
      { truncatedAlerts: 2 },
      'left 2 alerts out of a message and sent 1 alert without readable labels',
    ],
  ])('tells the alerts that can be read where %s', (_, other, changes, words) => {
    const alerts = [other, groupedAlert({ labels: { alertname: 'QueueStuck' } })];
    const { source, signals } = parse(alertmanagerMessage({ alerts, ...changes }));
    expect(source).toBe('alertmanager');
    expect(signals.map(({ labels }) => labels['alertname'])).toEqual([
      'QueueStuck',
      'AlertsLeftOut',
    ]);
    expect(signals[1]?.annotations.summary).toBe(`Alertmanager ${words}: nobody is told of them`);
  });

  it('says so in a warning of its own, which goes where the group goes', () => {
    const { signals } = parse(alertmanagerMessage({ truncatedAlerts: 12 }));
    expect(signals).toHaveLength(2);
    expect(signals[1]).toMatchObject({
      id: 'm-1/left-out',
      nature: 'occurrence',
      status: 'firing',
      defaultSeverity: 'warning',
      labels: {
        alertname: 'AlertsLeftOut',
        severity: 'warning',
        receiver: 'tocsin',
        job: 'worker',
      },
      annotations: {
        summary: 'Alertmanager left 12 alerts out of a message: nobody is told of them',
      },
    });
  });

  it('gives the same warning each time for one group', () => {
    const warning = (changes: object) =>
      parse(alertmanagerMessage({ truncatedAlerts: 1, ...changes })).signals[1]?.fingerprint;
    expect(warning({})).toBe(warning({ truncatedAlerts: 7 }));
    expect(warning({})).not.toBe(warning({ groupKey: '{}:{alertname="Other"}' }));
  });
});
