import { expect, test } from 'vitest';
import { loadConfig } from '../../src/config/load.ts';
import { assessedModels } from '../../src/app/models/assessed-models.ts';
import { assess } from '../../src/drift/degradation/assess.ts';
import { predictionsOf } from '../drift/degradation/predictions.ts';
import { Timeline } from './timeline.ts';

const DAY = 86_400;
const CONFIG = `
route:
  receiver: slack
  group_by: [alertname]
  group_wait: 0s
  group_interval: 1s
  repeat_interval: 100d
  routes: [ { matchers: [ 'alertname="ModelDegradation"', 'severity="error"' ], receiver: slack-and-mail } ]
receivers:
  - { name: slack, slack: [ { channel: "#ml" } ] }
  - { name: slack-and-mail, slack: [ { channel: "#ml" } ], email: [ { to: [ml@example.com] } ] }
models:
  - name: churn
    version: '7'
    predictions: {}
    degradation: { baseline: { f1: 1, precision: 1, recall: 1 }, windows: [7d] }
`;

test('a model that is moderately worse is told in Slack, one that is severely worse by mail, too, until it is over', async () => {
  const { config, policy } = loadConfig({ text: CONFIG, env: {} });
  if (config === undefined) throw new Error('the config has mistakes');
  const models = assessedModels(config).map((model) => ({
    ...model,
    dueAt: (now: number) => Math.floor(now / DAY / 1_000) * DAY * 1_000,
  }));
  const line = new Timeline({ policy });
  const day = async (today: number, f1: number) => {
    await line.measuresModels(today * DAY + 60, models, async (model, at) =>
      assess(predictionsOf([{ from: today - 7, to: today, f1 }]), {
        ...model,
        model: model.name,
        at,
        end: today,
        baseline: { from: 'config', figures: { f1: 1, precision: 1, recall: 1 } },
        remarks: [],
      }),
    );
    await line.until(today * DAY + 3_600);
  };
  const told = () =>
    line.calls
      .filter(({ kind }) => kind === 'notification')
      .map(
        ({ at, to, firing, resolved }) =>
          `${Math.floor(at / DAY)} ${to.split('/')[0]} +${firing.length} -${resolved.length}`,
      );
  await day(100, 0.96);
  expect(told()).toEqual([]);
  await day(101, 0.95);
  expect(told()).toEqual(['101 slack +1 -0']);
  await day(102, 0.89);
  expect(told().slice(1)).toContain('102 email +1 -0');
  expect(told().slice(1)).toContain('102 slack +1 -0');
  const before = told().length;
  await day(103, 0.99);
  expect(told().slice(before).toSorted()).toEqual(['103 email +0 -1', '103 slack +0 -1']);
  expect(line.errors).toEqual([]);
});
