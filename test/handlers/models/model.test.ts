import { beforeEach, describe, expect, test } from 'vitest';
import { Mistake } from '../../../src/config/mistake.ts';
import { assess } from '../../../src/drift/degradation/assess.ts';
import type { AssessedModel } from '../../../src/drift/degradation/model.ts';
import type { Answer } from '../../../src/handlers/answer.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import type { Picture } from '../../../src/metrics/charts/chart.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';
import { predictionsOf, type Stretch } from '../../drift/degradation/predictions.ts';
import { answerOf, stepFor } from '../../support/ask-command.ts';
import { noTools } from '../../support/no-tools.ts';

const DAY = 86_400_000;
const NOW = Date.parse('2026-10-31T07:00:00Z');
const TODAY = Math.floor(NOW / DAY);

const CHURN: AssessedModel = {
  name: 'churn',
  title: 'Churn of <subscribers>',
  type: 'classifier',
  version: '7',
  trainedAt: '2026-09-01',
  labels: {},
  threshold: 0.5,
  confidence: 'column',
  ctr: false,
  runbook: 'rollback',
  windows: [7, 30],
  dueAt: () => undefined,
};

let store: MemoryStore;
let tools: Tools;
let pictures: Picture[];

beforeEach(() => {
  store = createMemoryStore(() => NOW);
  pictures = [];
  tools = {
    ...noTools(() => NOW),
    models: {
      models: [CHURN, { ...CHURN, name: 'price', title: 'price', version: '2' }],
      unmeasured: ['fraud'],
      states: store.degradation,
      reports: store.modelReports,
      predictions: store.predictions,
      audit: store.audit,
    },
    picture: async (picture) => {
      pictures.push(picture);
      return { type: 'image', slack_file: { id: 'F0' }, alt_text: picture.title };
    },
  };
});

/** Keeps a report of the model as it was on a day. */
async function measured(stretches: readonly Stretch[], end = TODAY): Promise<void> {
  const report = assess(predictionsOf(stretches), {
    model: 'churn',
    version: '7',
    at: end * DAY + 6 * 3_600_000,
    end,
    windows: [7, 30],
    threshold: 0.5,
    confidence: 'column',
    ctr: false,
    baseline: { from: 'config', figures: { f1: 0.8, precision: 0.8, recall: 0.8 } },
    runbook: 'rollback',
    remarks: [],
  });
  await store.modelReports.keep('churn', { end, report: JSON.stringify(report) });
}

function typed(text: string) {
  return stepFor({ command: '/model', text, tools, at: NOW, role: 'admin' });
}

async function ask(text: string): Promise<Answer> {
  return answerOf(await typed(text));
}

const shown = ({ blocks = [] }: Answer) => JSON.stringify(blocks);
const WORSE: readonly Stretch[] = [
  { from: TODAY - 30, to: TODAY - 7, f1: 0.8 },
  { from: TODAY - 7, to: TODAY, f1: 0.71 },
];

describe('/model', () => {
  test('shows all models with their figures and how they went, and what can not be measured', async () => {
    await measured(WORSE);
    await store.degradation.put('price', {
      baselines: {},
      firing: {},
      failure: { since: 1, tries: 3, againAt: 2, what: 'S3 does not answer.', mend: 'Wait.' },
    });
    const answer = await ask('');
    expect(answer.text).toMatch(
      /^Models:\n🔴 churn 7: Churn of &lt;subscribers&gt; · severe degradation\nF1 0\.710 [▁-█]+ over 7 days\nprecision 0\.710 [▁-█]+\nrecall 0\.710 [▁-█]+\nconfidence 50 %\n⚠️ price 2 · not measured yet\nNot measured: fraud/u,
    );
    expect(shown(answer)).toContain('classifier · trained 2026-09-01');
    expect(shown(answer)).toContain('S3 does not answer. Wait.');
  });

  test('of one shows the figures against the baseline, what to do, and F1 over time', async () => {
    await measured(WORSE);
    const answer = await ask('churn');
    expect(answer.text).toBe(
      [
        '🔴 Churn of &lt;subscribers&gt; 7: severe degradation',
        '• Roll back to the version before: runbook rollback.',
        '• Train it again on the last 90 days.',
        '• Review the drift report: /drift churn.',
        '• Watch it for 7 days.',
      ].join('\n'),
    );
    expect(shown(answer)).toContain(
      'F1         0.800   0.710    0.779\\ndrop               -11.3 %  -2.63 %',
    );
    expect(shown(answer)).toContain('the days before 2026-10-31, UTC');
    expect(pictures).toMatchObject([
      {
        title: 'F1 of Churn of <subscribers> 7, over 7 days each',
        thresholds: [
          { value: 0.76, severity: 'warning', bad: 'below' },
          { value: expect.closeTo(0.72, 9), severity: 'error', bad: 'below' },
        ],
      },
    ]);
    await ask('churn --figures');
    expect(pictures).toHaveLength(1);
  });

  test('of one that was not measured says how it comes to that', async () => {
    await expect(ask('price')).rejects.toThrow(Mistake);
    await expect(ask('price history')).resolves.toEqual({
      text: 'This model was not measured yet.',
    });
  });

  test('shows the last reports, the newest first', async () => {
    await measured([{ from: TODAY - 31, to: TODAY - 1, f1: 0.8 }], TODAY - 1);
    await measured(WORSE);
    const { text } = await ask('churn history');
    expect(text.split('\n').slice(1)).toEqual([
      '2026-10-31  0.710 0.779 severe v7',
      '2026-10-30  0.800 0.800 none v7',
    ]);
  });

  test('shows what it said of somebody to operators alone, and keeps who looked', async () => {
    const row = { entity: 'ana', at: NOW, probability: 0.8, version: '7', label: 'goes' };
    await store.predictions.keep('churn', [
      { ...row, day: TODAY - 1 },
      { ...row, day: TODAY, probability: 0.25, traceId: '4bf9' },
    ]);
    await store.predictions.keepTruths('churn', [
      { entity: 'ana', day: TODAY - 1, at: NOW, actual: 0 },
    ]);
    expect((await typed('churn entity ana')).role).toBe('operator');
    expect((await typed('churn')).role).toBe('viewer');
    const { text } = await ask('churn entity ana');
    expect(text.split('\n')).toEqual([
      'What Churn of &lt;subscribers&gt; said of ana',
      '2026-10-31 p=0.250 · goes · true: not known · v7 · trace 4bf9',
      '2026-10-30 p=0.800 · goes · true: 0 · v7',
    ]);
    expect((await ask('churn entity nobody')).text).toContain('Nothing was predicted');
    expect(store.state.deeds).toMatchObject([
      { actor: 'slack:U0ANA', action: 'predictions-read', object: 'churn' },
      { actor: 'slack:U0ANA', action: 'predictions-read', object: 'churn' },
    ]);
    expect(JSON.stringify(store.state.deeds)).not.toContain('"ana"');
  });

  test.each([
    ['chrun', 'there is no model "chrun"'],
    ['churn later', 'that can not be asked of a model'],
    ['churn entity', 'that can not be asked of a model'],
  ])('%s is a mistake', async (text, expected) => {
    await expect(typed(text)).rejects.toThrow(expected);
  });
});
