import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { DriftRun } from '../../src/engine/ports/drift-reports.ts';
import type { DriftState } from '../../src/engine/ports/drift-states.ts';
import type { QualityRun } from '../../src/engine/ports/quality-reports.ts';
import { RUNS_KEPT } from '../../src/engine/ports/run-reports.ts';
import { KINDS } from './stores.ts';

const QUIET: DriftState = { streaks: {}, firing: {} };
const FIRING: DriftState = {
  ranFor: 3,
  judgedTo: 2,
  streaks: { '7/feature/age': 2 },
  firing: {
    '7/feature/age': { labels: { alertname: 'FeatureDrift' }, severity: 'error', since: 1 },
  },
  failure: { since: 1, tries: 2, againAt: 5, what: 'It is away.', mend: 'Wait.' },
  telling: { since: 1, againAt: 2 },
};

function runTo(end: number): DriftRun {
  const age = { distance: 0.4, statistic: 0.4, pvalue: 1e-300, psi: 0.3, drift: true };
  return {
    window: { start: end - 10, end },
    at: end + 5,
    version: '7',
    tested: 2,
    drifted: 1,
    share: 0.5,
    severity: 'critical',
    meanKs: 0.21,
    prediction: { ks: 0.1, drift: false },
    features: { 'age: "years"': age },
  };
}

const ORDERS: QualityRun = {
  window: { start: 10, end: 20 },
  at: 25,
  rows: 3,
  severity: 'high',
  failed: 1,
  checks: 2,
  figures: [
    { check: 'volume', severity: 'high', value: 3 },
    { check: 'completeness', column: 'e-mail: "main"', severity: 'ok', value: 0.125 },
  ],
};

const reportTo = (end: number) => `{"end":${end}}`;

describe.each(KINDS)('what is kept of drift in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('models stand as they were put last, until they are forgotten', async () => {
    const { drift } = await make();
    expect(await drift.all()).toEqual(new Map());
    await drift.put('churn', QUIET);
    await drift.put('price', QUIET);
    await drift.put('churn', FIRING);
    await drift.forget('price');
    await drift.forget('never known');
    expect(await drift.all()).toEqual(new Map([['churn', FIRING]]));
  });

  test('models are put and forgotten in one step with what is to be said of them', async () => {
    const { drift, events } = await make();
    await drift.put('churn', FIRING, { traceId: 'a', signals: [] });
    await drift.forget('churn', { traceId: 'b', signals: [] });
    const entries = await events.take({ max: 10, waitMs: 0 });
    expect(entries.map(({ event }) => 'traceId' in event && event.traceId)).toEqual(['a', 'b']);
    expect(await drift.all()).toEqual(new Map());
  });

  test('runs are kept one for each window, the newest of them, with their reports', async () => {
    const { driftReports: reports } = await make();
    expect(await reports.runs('churn')).toEqual([]);
    expect(await reports.report('churn')).toBeUndefined();
    expect(await reports.newest('churn')).toBeUndefined();
    await reports.keep('churn', runTo(2_000), reportTo(2_000));
    await reports.keep('churn', runTo(900), reportTo(900));
    await reports.keep('churn', runTo(2_000), '{"again":true}');
    await reports.keep('price', runTo(5_000), reportTo(5_000));
    expect(await reports.runs('churn')).toEqual([runTo(900), runTo(2_000)]);
    expect(await reports.newest('churn')).toEqual(runTo(2_000));
    expect(await reports.report('churn')).toBe('{"again":true}');
    expect(await reports.report('churn', 900)).toBe('{"end":900}');
    expect(await reports.report('churn', 901)).toBeUndefined();
  });

  test('of too many runs the oldest windows are gone', async () => {
    const { driftReports: reports } = await make();
    const keep = (end: number) => reports.keep('churn', runTo(end), reportTo(end));
    for (let at = 1; at <= RUNS_KEPT + 2; at += 1) await keep(100 * at);
    await keep(50);
    const runs = await reports.runs('churn');
    expect(runs).toHaveLength(RUNS_KEPT);
    expect(runs[0]).toEqual(runTo(300));
    expect(await reports.report('churn', 200)).toBeUndefined();
    expect(await reports.report('churn', 50)).toBeUndefined();
  });

  test('data sets stand, and their runs are kept, apart from models of the same name', async () => {
    const { quality, qualityReports: reports, drift, driftReports, events } = await make();
    await quality.put('churn', FIRING, { traceId: 'a', signals: [] });
    await reports.keep('churn', ORDERS, '{"rows":3}');
    expect(await quality.all()).toEqual(new Map([['churn', FIRING]]));
    expect(await drift.all()).toEqual(new Map());
    expect(await events.take({ max: 10, waitMs: 0 })).toHaveLength(1);
    expect(await reports.runs('churn')).toEqual([ORDERS]);
    expect(await reports.newest('churn')).toEqual(ORDERS);
    expect(await reports.report('churn', 20)).toBe('{"rows":3}');
    expect(await driftReports.runs('churn')).toEqual([]);
  });
});
