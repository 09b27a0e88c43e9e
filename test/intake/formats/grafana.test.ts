import { describe, expect, it } from 'vitest';
import { parseMessage } from '../../../src/intake/parse.ts';
import { CONTEXT } from '../support/alarms.ts';
import { grafanaMessage, legacyGrafanaMessage } from '../support/webhooks.ts';

function parse(message: object) {
  return parseMessage(JSON.stringify(message), CONTEXT);
}

describe('a message of Grafana', () => {
  it('becomes a state with the figure before the condition, its unit, and its links', () => {
    expect(parse(grafanaMessage())).toMatchObject({
      source: 'grafana',
      signals: [
        {
          source: 'grafana',
          nature: 'state',
          status: 'firing',
          labels: { alertname: 'Slow checkout', severity: 'warning', team: 'shop' },
          annotations: { summary: 'Checkout is slow', measured: '1,431 ms' },
          links: [
            { title: 'Dashboard', url: 'https://grafana.example.com/d/abc' },
            { title: 'Panel', url: 'https://grafana.example.com/d/abc?viewPanel=2' },
            { title: 'Alert rule', url: 'https://grafana.example.com/alerting/grafana/xyz/view' },
            { title: 'Silence', url: 'https://grafana.example.com/alerting/silence/new' },
            { title: 'Grafana', url: 'https://grafana.example.com/' },
          ],
          defaultSeverity: 'warning',
          value: 1431.25,
          resends: true,
        },
      ],
    });
  });

  it.each([
    [{ values: { A: 3 } }, 3],
    [{ values: { A: 1 } }, 1],
    [{ values: { C: 0, B: 7 } }, 7],
    [{ values: { A: 5, B: 100, C: 0.05, D: 1 } }, 0.05],
    [{ values: { B0: 44, B1: 45 } }, 45],
    [{ values: null }, undefined],
    [{ values: { A: 'NaN' } }, undefined],
    [
      {
        values: undefined,
        valueString: "[ var='B' labels={host=a} value=44.2 ], [ var='C' labels={host=a} value=1 ]",
      },
      44.2,
    ],
    [{ values: undefined, valueString: "[ metric='' labels={} value=14151.33 ]" }, 14_151.33],
  ])('of which the results are %j is about the figure %s', (changes, value) => {
    expect(parse(grafanaMessage(changes)).signals[0]?.value).toBe(value);
  });

  it('is resolved with its end', () => {
    const resolved = { status: 'resolved', endsAt: '2026-03-01T09:59:00+01:00' };
    const [signal] = parse(grafanaMessage(resolved)).signals;
    expect(signal).toMatchObject({
      status: 'resolved',
      endsAt: Date.parse('2026-03-01T08:59:00Z'),
      fingerprint: parse(grafanaMessage()).signals[0]?.fingerprint,
    });
  });

  it('keeps Grafana’s own annotations to itself', () => {
    expect(JSON.stringify(parse(grafanaMessage()).signals)).not.toContain('__dashboardUid__');
  });
});

describe('a message of a dashboard’s alerting, as it was', () => {
  it('becomes a state', () => {
    expect(parse(legacyGrafanaMessage())).toMatchObject({
      source: 'grafana',
      signals: [
        {
          nature: 'state',
          status: 'firing',
          labels: { alertname: 'Slow pages', severity: 'warning', team: 'web', host: 'web-1' },
          annotations: { summary: 'Pages take long', measured: 'p95 813' },
          links: [{ title: 'Panel', url: 'https://grafana.example.com/d/abc?tab=alert' }],
          value: 812.5,
          resends: false,
        },
      ],
    });
  });

  it('is resolved by the state ok', () => {
    const ok = legacyGrafanaMessage({ state: 'ok', evalMatches: null });
    const [signal] = parse(ok).signals;
    expect(signal).toMatchObject({
      status: 'resolved',
      annotations: { summary: 'Slow pages is OK again' },
      fingerprint: parse(legacyGrafanaMessage()).signals[0]?.fingerprint,
    });
  });

  it('may have no data, and opens nothing while it is paused', () => {
    const state = (state: string) =>
      parse(legacyGrafanaMessage({ state })).signals.map(({ status }) => status);
    expect(state('no_data')).toEqual(['nodata']);
    expect(state('paused')).toEqual([]);
    expect(state('pending')).toEqual([]);
  });

  it('is told as a text where its state is none that is known', () => {
    for (const state of ['constructor', 'alertin']) {
      expect(parse(legacyGrafanaMessage({ state }))).toMatchObject({
        source: 'text',
        signals: [{ status: 'firing' }],
      });
    }
  });

  it('may say how bad it is in a tag', () => {
    const [signal] = parse(legacyGrafanaMessage({ tags: { severity: 'sev1' } })).signals;
    expect(signal?.severity).toBe('critical');
  });
});
