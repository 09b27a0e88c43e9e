import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  DAYS_KEPT,
  MOST_A_DAY,
  type Prediction,
  type Predictions,
  type PredictionsPart,
  type Truth,
} from '../../src/engine/ports/predictions.ts';
import { REPORTS_KEPT } from '../../src/engine/ports/model-reports.ts';
import { KINDS, START } from './stores.ts';

const DAY = 86_400_000;
const TODAY = Math.floor(START / DAY);

const WHOLE: Prediction = {
  entity: 'ana@example.com: 1',
  day: TODAY,
  at: START,
  probability: 0.123_456_789_012_345_68,
  version: '7',
  label: 'stays',
  traceId: '4bf92f3577b34da6a3ce929d0e0e4736',
  seconds: 0.002,
  loadSeconds: 3.5,
};

function said(own: Partial<Prediction> = {}): Prediction {
  return { entity: 'ben', day: TODAY, at: START, probability: 0.5, version: '7', ...own };
}

function known(own: Partial<Truth> = {}): Truth {
  return { entity: 'ben', day: TODAY, at: START, actual: 1, ...own };
}

async function allOf(store: Predictions, day = TODAY) {
  const parts: PredictionsPart[] = [];
  for await (const part of store.day('churn', day)) parts.push(part);
  const byName = (a: { entity: string }, b: { entity: string }) => (a.entity < b.entity ? -1 : 1);
  return {
    predictions: parts.flatMap(({ predictions }) => predictions).toSorted(byName),
    truths: parts.flatMap(({ truths }) => truths).toSorted(byName),
  };
}

describe.each(KINDS)('predictions in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are there as they were kept, by model and day', async () => {
    const { predictions: store } = await make();
    expect(await store.keep('churn', [WHOLE, said()])).toEqual(['new', 'new']);
    expect(await store.keepTruths('churn', [known({ actual: 0 })])).toEqual(['new']);
    await store.keep('churn', [said({ day: TODAY - 3, version: '6' })]);
    await store.keep('price', [said({ day: TODAY - 1 })]);
    expect(await store.days('churn')).toEqual([TODAY - 3, TODAY]);
    expect(await allOf(store)).toEqual({
      predictions: [WHOLE, said()],
      truths: [known({ actual: 0 })],
    });
    expect(await allOf(store, TODAY - 3)).toEqual({
      predictions: [said({ day: TODAY - 3, version: '6' })],
      truths: [],
    });
    expect(await allOf(store, TODAY - 2)).toEqual({ predictions: [], truths: [] });
  });

  test('of entities of any name are told apart, and are there as they were kept', async () => {
    const { predictions: store } = await make();
    const names = ['__proto__', 'constructor', '0', '01', ' ', '\u2028', '🔔'.repeat(100), 'x'];
    const rows = names.toSorted().map((entity) => said({ entity }));
    expect(await store.keep('churn', rows)).toEqual(rows.map(() => 'new'));
    const labels = rows.map(({ entity }) => known({ entity }));
    await store.keepTruths('churn', labels);
    expect(await allOf(store)).toEqual({ predictions: rows, truths: labels });
    for (const [at, { entity }] of rows.entries()) {
      expect(await store.of('churn', entity)).toEqual({
        predictions: [rows[at]],
        truths: [labels[at]],
      });
    }
  });

  test('of an entity and day the later one counts, whatever came first', async () => {
    const { predictions: store } = await make();
    const [early, late] = [said({ at: START - 1 }), said({ probability: 0.9 })];
    expect(await store.keep('churn', [late, early, late])).toEqual(['new', 'known', 'known']);
    expect(await store.keep('price', [early, late])).toEqual(['new', 'changed']);
    const labels = [known({ at: START - 1, actual: 0 }), known()];
    expect(await store.keepTruths('churn', labels)).toEqual(['new', 'changed']);
    expect(await store.keepTruths('churn', labels)).toEqual(['known', 'known']);
    expect(await allOf(store)).toEqual({ predictions: [late], truths: [known()] });
    expect(await store.of('price', 'ben')).toEqual({ predictions: [late], truths: [] });
  });

  test('of two that are as late always the same one counts', async () => {
    const { predictions: store } = await make();
    const [one, other] = [said(), said({ probability: 0.25, label: 'goes' })];
    await store.keep('churn', [one, other]);
    await store.keep('price', [other, one]);
    const found = (model: string) => store.of(model, 'ben');
    expect(await found('churn')).toEqual(await found('price'));
    await store.keepTruths('churn', [known({ actual: 0 }), known()]);
    await store.keepTruths('price', [known(), known({ actual: 0 })]);
    expect((await found('churn')).truths).toEqual([known()]);
    expect((await found('price')).truths).toEqual([known()]);
  });

  test('of an entity all days are found, and nothing of the others', async () => {
    const { predictions: store } = await make();
    await store.keep('churn', [said(), said({ entity: 'benno' }), said({ day: TODAY - 5 })]);
    await store.keepTruths('churn', [known({ day: TODAY - 5 })]);
    expect(await store.of('churn', 'ben')).toEqual({
      predictions: [said({ day: TODAY - 5 }), said()],
      truths: [known({ day: TODAY - 5 })],
    });
    expect(await store.of('churn', 'nobody')).toEqual({ predictions: [], truths: [] });
  });

  test('are gone after 90 days', async () => {
    const { predictions: store, pass } = await make();
    await store.keep('churn', [said(), said({ day: TODAY - 1 })]);
    await store.keepTruths('churn', [known()]);
    await pass(DAYS_KEPT * DAY);
    expect(await store.days('churn')).toEqual([TODAY]);
    await pass(DAY);
    expect(await store.days('churn')).toEqual([]);
    expect(await store.of('churn', 'ben')).toEqual({ predictions: [], truths: [] });
  });

  test('of a day there are no more than fit, and those that are there can change', async () => {
    const { predictions: store } = await make();
    const rows = Array.from({ length: MOST_A_DAY }, (_, at) => said({ entity: `user-${at}` }));
    const kept = await store.keep('churn', rows);
    expect(kept.every((one) => one === 'new')).toBe(true);
    const more = [said(), said({ entity: 'user-1', at: START + 1 }), said({ day: TODAY - 1 })];
    expect(await store.keep('churn', more)).toEqual(['full', 'changed', 'new']);
    expect((await allOf(store)).predictions).toHaveLength(MOST_A_DAY);
    expect(await store.keepTruths('churn', [known()])).toEqual(['new']);
  });
});

describe.each(KINDS)('reports of models in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are kept one for each day, the newest of them', async () => {
    const { modelReports: reports } = await make();
    expect(await reports.newest('churn')).toBeUndefined();
    for (let end = 1; end <= REPORTS_KEPT + 2; end += 1) {
      await reports.keep('churn', { end, report: `{"end":${end}}` });
    }
    await reports.keep('churn', { end: 10, report: '{"again":true}' });
    await reports.keep('churn', { end: 2, report: '{"late":true}' });
    const all = await reports.all('churn');
    expect(all).toHaveLength(REPORTS_KEPT);
    expect(all[0]).toEqual({ end: 3, report: '{"end":3}' });
    expect(all.find(({ end }) => end === 10)?.report).toBe('{"again":true}');
    expect((await reports.newest('churn'))?.end).toBe(REPORTS_KEPT + 2);
    expect(await reports.all('price')).toEqual([]);
  });

  test('models stand as they were put last, in one step with what is to be said of them', async () => {
    const { degradation, events } = await make();
    const state = { ranFor: 3, baselines: { '7': '{}' }, firing: {} };
    await degradation.put('churn', state, { traceId: 'a', signals: [] });
    expect(await degradation.all()).toEqual(new Map([['churn', state]]));
    const entries = await events.take({ max: 10, waitMs: 0 });
    expect(entries.map(({ event }) => 'traceId' in event && event.traceId)).toEqual(['a']);
  });
});
