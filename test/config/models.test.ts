import { describe, expect, test } from 'vitest';
import { watchedModels } from '../../src/app/models/watched-models.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemLines } from './problem-lines.ts';

const MODEL = `name: churn, version: '7', features: { from: 's3://b/dt={date}/' }`;

function modelOf(text: string) {
  const { config, problems } = loadConfig({ text, env: {} });
  if (config === undefined) throw new Error(JSON.stringify(problems));
  return watchedModels(config)[0];
}

describe('a model', () => {
  test('needs but a name, a version and where its features are', () => {
    expect(modelOf(`models: [{ ${MODEL} }]`)).toMatchObject({
      name: 'churn',
      title: 'churn',
      version: '7',
      features: { from: 's3://b/dt={date}/', categorical: [], only: [], except: [] },
      prediction: 'prediction',
      rules: { rule: 'effect', pvalue: 0.05, correction: 'none', distances: false },
      sustained: 1,
      window: 86_400_000,
      schedule: 'daily',
    });
  });

  test('takes of the rules for all models what it does not say itself', () => {
    const model = modelOf(`
drift: { rule: either, pvalue: 0.01, correction: benjamini-hochberg, sustained: 3, distances: true }
models: [{ ${MODEL}, drift: { pvalue: 0.001, sustained: 1 } }]`);
    expect(model).toMatchObject({
      rules: { rule: 'either', pvalue: 0.001, correction: 'benjamini-hochberg', distances: true },
      sustained: 1,
    });
  });

  test('is due every day by the clock of its zone, or ten minutes after each hour, or never', () => {
    const now = Date.parse('2026-10-26T05:30:00Z');
    const due = (text: string) => {
      const at = modelOf(text)?.dueAt(now);
      return at === undefined ? undefined : new Date(at).toISOString().slice(0, 16);
    };
    const daily = `models: [{ ${MODEL} }]`;
    expect(due(`drift: { timezone: Europe/Berlin }\n${daily}`)).toBe('2026-10-26T05:00');
    expect(due(`report: { channel: '#ops', timezone: Europe/Berlin }\n${daily}`)).toBe(
      '2026-10-26T05:00',
    );
    expect(due(`drift: { at: '06:30' }\n${daily}`)).toBe('2026-10-25T06:30');
    expect(due(`models: [{ ${MODEL}, drift: { schedule: hourly } }]`)).toBe('2026-10-26T05:10');
    expect(due(`models: [{ ${MODEL}, drift: { schedule: never } }]`)).toBeUndefined();
  });

  test('without features is not looked at', () => {
    expect(modelOf(`models: [{ name: churn, version: '7' }]`)).toBeUndefined();
  });
});

test.each([
  [
    `models: [{ name: 'churn model', version: '7' }]`,
    `t.yaml:1:18: models[0].name: "churn model" is not the name of a model; write letters, digits, '.', '_' and '-', such as churn`,
  ],
  [
    `models: [{ name: export, version: '7' }]`,
    `t.yaml:1:18: models[0].name: "export" means something else behind /drift; give it another name`,
  ],
  [
    `models: [{ name: a, version: '7' }, { name: a, version: '8' }]`,
    `t.yaml:1:45: models[1].name: there is a model "a" already; give it another name, or remove it`,
  ],
  [
    `models: [{ name: a, version: '7' }, { name: A, version: '8' }]`,
    `t.yaml:1:45: models[1].name: "A" is "a" to whoever asks for it; give it another name`,
  ],
  [
    `models: [{ name: a, version: '7', drift: { schedule: hourly } }]`,
    `t.yaml:1:42: models[0].drift: there are no features to look at; add features: { from: 's3://bucket/features/dt={date}/' }`,
  ],
  [
    `models: [{ ${MODEL}, drift: { window: 90m } }]`,
    `t.yaml:1:97: models[0].drift.window: the data are there by whole days; write 1d or 7d`,
  ],
  [
    `models: [{ name: a, version: '7', features: { from: 's3://b/h={hour}/' } }]`,
    `t.yaml:1:53: models[0].features.from: has an {hour} of no day; write {date} before it`,
  ],
  [
    `models: [{ ${MODEL}, trained_at: yesterday }]`,
    `t.yaml:1:92: models[0].trained_at: "yesterday" is not a day; write a day such as 2026-10-01`,
  ],
  [
    `models: [{ ${MODEL}, labels: { feature: x } }]`,
    `t.yaml:1:99: models[0].labels.feature is given already; take it out`,
  ],
  [
    `drift: { pvalue: 5 }`,
    `t.yaml:1:18: drift.pvalue: "5" is not between 0 and 1; write a number such as 0.05`,
  ],
  [
    `drift: { publish: { source: aws } }`,
    `t.yaml:1:29: drift.publish.source: there is no source of metrics "aws"; declare it; there are none yet`,
  ],
])('%s', (text, line) => {
  expect(problemLines(text)).toEqual([line]);
});
