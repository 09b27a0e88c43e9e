import { beforeEach, describe, expect, test } from 'vitest';
import { baselineOf } from '../../../src/drift/baselines/baseline.ts';
import type { Table } from '../../../src/drift/data/column.ts';
import { DataProblem } from '../../../src/drift/data/problem.ts';
import type { DriftReport } from '../../../src/drift/report/report.ts';
import { runOf } from '../../../src/drift/runs/figures.ts';
import { compareTables } from '../../../src/drift/report/compare.ts';
import { DEFAULT_RULES } from '../../../src/drift/report/rules.ts';
import { Mistake } from '../../../src/config/mistake.ts';
import type { Answer } from '../../../src/handlers/answer.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import type { Picture } from '../../../src/metrics/charts/chart.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { DAY, HOUR, reportOf, T0, watched, type Moved } from '../../drift/runs/worlds.ts';
import { answerOf, stepFor } from '../../support/ask-command.ts';
import { noTools } from '../../support/no-tools.ts';

const NOW = T0 + 3 * DAY + 7 * HOUR;

let store: MemoryStore;
let tools: Tools;
let pictures: Picture[];
let windows: number[];
let compared: Moved | Error;

beforeEach(() => {
  store = createMemoryStore(() => NOW);
  pictures = [];
  windows = [];
  compared = { monthly_charges: 0.4, tenure: 0.02, income: 0.01 };
  tools = {
    ...noTools(() => NOW),
    drift: {
      models: [watched(), watched({ name: 'price', title: 'Prices', schedule: 'never' })],
      states: store.drift,
      reports: store.driftReports,
      baselines: store.baselines,
      async compare(_, { start, end }) {
        windows.push((end - start) / DAY);
        if (compared instanceof Error) throw compared;
        return reportOf(compared, NOW);
      },
    },
    picture: async (picture) => {
      pictures.push(picture);
      return { type: 'image', slack_file: { id: 'F0' }, alt_text: picture.title };
    },
  };
});

/** Some days' runs, the last of which is of today. */
async function ran(...days: readonly Moved[]): Promise<void> {
  for (const [index, moved] of days.entries()) {
    const end = T0 + (4 - days.length + index) * DAY;
    const report: DriftReport = reportOf(moved, end);
    const run = runOf(report, { start: end - DAY, end }, '7');
    await store.driftReports.keep('churn', run, JSON.stringify(report));
  }
}

async function ask(text: string): Promise<Answer> {
  return answerOf(await stepFor({ command: '/drift', text, tools, at: NOW }));
}

/** All texts of a table that stand below each other. */
const shown = ({ blocks = [] }: Answer) => JSON.stringify(blocks);

describe('/drift', () => {
  test('shows all models by their last runs, and why one can not be compared', async () => {
    await ran({ age: 0.5, income: 0, debt: 0 });
    await store.drift.put('price', {
      streaks: {},
      firing: {},
      failure: { since: 1, tries: 3, againAt: 2, what: 'S3 does not answer.', mend: 'Wait.' },
    });
    const answer = await ask('');
    expect(answer.text.split('\n')).toEqual([
      'Models:',
      '🟠 churn 7 · high, 1 of 3 features (33.3 %)',
      '⚠️ price 7: Prices · not compared yet',
    ]);
    expect(shown(answer)).toContain('S3 does not answer. Wait.');
    tools = { ...tools, drift: { ...tools.drift, models: [] } };
    expect((await ask('')).text).toContain('No model is looked at');
  });

  test('compares a model now: the worst features first, with pictures, in lines for a phone', async () => {
    const answer = await ask('churn');
    expect(answer.text.split('\n')).toEqual([
      '🟠 Drift of churn 7: high',
      '1 of 3 features drifted (33.3 %).',
      'Train the model again, for monthly_charges.',
    ]);
    const table = /"text":"([^"]*FEATURE[^"]*)"/u.exec(shown(answer))?.[1]?.split(String.raw`\n`);
    expect(table).toEqual([
      '  FEATURE        APART   PSI     P',
      expect.stringMatching(/^▲ monthly_charg… {2}0\.40 +\d\.\d\d <\.001$/u),
      expect.stringMatching(/^· tenure {10}0\.02 +0\.\d\d 1\.000$/u),
      expect.stringMatching(/^· income {10}0\.01 +0\.\d\d 1\.000$/u),
    ]);
    expect(pictures.map(({ title }) => title)).toEqual(['monthly_charges · churn 7']);
    expect(windows).toEqual([1]);
    expect(await store.driftReports.runs('churn')).toEqual([]);
  });

  test('compares another window, without a picture where only who asks sees it', async () => {
    await ask('churn 7d --figures');
    expect(windows).toEqual([7]);
    expect(pictures).toEqual([]);
  });

  test('answers without pictures that Slack does not take', async () => {
    tools = { ...tools, picture: () => Promise.reject(new Error('no')) };
    expect(shown(await ask('churn'))).toContain('there is no picture: Slack did not take it');
  });

  test('says what keeps it from being compared, and what to do', async () => {
    compared = new DataProblem('nothing-there', 'No baseline is active.', 'Make one.');
    await expect(ask('churn')).rejects.toMatchObject({
      message: 'No baseline is active',
      hint: 'Make one',
    });
    compared = new DataProblem('unreachable', 'S3 does not answer.', 'Wait.');
    await expect(ask('churn')).rejects.toThrow('S3 does not answer');
  });

  test('shows a feature as it is distributed, and how it went', async () => {
    await ran({ age: 0.1, income: 0 }, { age: 0.2, income: 0 }, { age: 0.5, income: 0 });
    const { text } = await ask('churn AGE');
    expect(text).toMatch(/^age · churn 7\nKS 0\.500, p &lt; 0\.001, PSI .*: drifted/u);
    const [distribution, trend] = pictures;
    expect(distribution).toHaveProperty('edges');
    expect(trend).toMatchObject({
      series: [{ points: [{ value: 0.1 }, { value: 0.2 }, { value: 0.5 }], period: DAY }],
    });
    await expect(ask('churn agge')).rejects.toMatchObject({ hint: 'write age' });
    await expect(ask('price age')).rejects.toThrow(Mistake);
  });

  test('draws how it went as one line, though somebody made a run in between', async () => {
    await ran({ age: 0.1 }, { age: 0.2 }, { age: 0.5 });
    const [last] = (await store.driftReports.runs('churn')).slice(-1);
    const report = (await store.driftReports.report('churn')) ?? '';
    const window = { start: T0, end: T0 + 3 * DAY + HOUR };
    if (last !== undefined) await store.driftReports.keep('churn', { ...last, window }, report);
    await ask('churn age');
    expect(pictures[1]).toMatchObject({
      title: 'age · churn 7',
      series: [{ period: DAY }],
      from: T0 + DAY,
      to: T0 + 3 * DAY + HOUR,
    });
  });

  test('says that a file which is always the same has no other window', async () => {
    const features = { from: 'today.csv', s3: {}, categorical: [], only: [], except: [] };
    tools = { ...tools, drift: { ...tools.drift, models: [watched({ features })] } };
    await expect(ask('churn 7d')).rejects.toThrow('the data of churn has no window');
  });

  test('shows how frequent the categories of a feature are: in a picture, or else in words', async () => {
    const tableOf = (basic: number): Table => {
      const counts = new Map([
        ['basic', basic],
        ['pro', 100 - basic],
      ]);
      const plan = { kind: 'categorical', rows: 100, missing: 0, counts } as const;
      return { rows: 100, remarks: [], columns: new Map([['plan', plan]]) };
    };
    const about = { model: 'churn', version: '7', prediction: '', rules: DEFAULT_RULES, at: NOW };
    const report = compareTables({ reference: tableOf(60), current: tableOf(38) }, about);
    const run = runOf(report, { start: NOW - DAY, end: NOW }, '7');
    await store.driftReports.keep('churn', run, JSON.stringify(report));

    expect(shown(await ask('churn plan'))).not.toContain('basic');
    expect(pictures).toMatchObject([
      { title: 'plan · churn 7', categories: ['pro', 'basic'], current: { counts: [62, 38] } },
    ]);
    expect((await ask('churn plan --figures')).text).toContain('basic: 60.0 % → 38.0 %');
    expect(pictures).toHaveLength(1);
  });

  test('shows what the last runs have found', async () => {
    await ran({ age: 0.02, income: 0 }, { age: 0.5, income: 0 });
    const { text, blocks } = await ask('churn history');
    expect(text.split('\n').slice(1)).toEqual([
      expect.stringMatching(/^10-04 00:00 +1\/2 +50 % critical$/u),
      expect.stringMatching(/^10-03 00:00 +0\/2 +0 % low$/u),
    ]);
    expect(JSON.stringify(blocks)).toContain('age            ▁█ 0.50');
    expect((await ask('price history')).text).toBe('This model was not compared yet.');
  });

  test('shows the baselines, and how to make one', async () => {
    expect((await ask('baselines churn')).text).toContain(
      'tocsin baseline create churn --version 7 --window 30d --activate',
    );
    const table = { rows: 10, columns: new Map(), remarks: [] };
    const about = { model: 'churn', createdAt: NOW, from: 'train.csv' };
    for (const version of ['6', '7']) {
      await store.baselines.put(baselineOf(table, { ...about, version }));
    }
    await store.baselines.activate('churn', '6');
    expect((await ask('baselines churn')).text.split('\n')).toContain(
      '✅ 6, active · 0 features of 10 rows',
    );
  });

  test('suggests the model that was meant', async () => {
    await expect(ask('chrun')).rejects.toMatchObject({ hint: 'write churn' });
    await expect(ask('export churn xml')).rejects.toMatchObject({ hint: 'write csv or json' });
    await expect(ask('export')).rejects.toMatchObject({ hint: 'write /drift export churn' });
  });
});
