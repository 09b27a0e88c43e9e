import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { withModels } from '../src/app/models-asked.ts';
import type { Config } from '../src/config/load.ts';
import { MACHINE } from './aws-actions.ts';
import { driftTables } from './drift-tables.ts';
import { modelTables } from './model-tables.ts';

/** A model whose customers are no longer those it was trained on, and which is wrong about them more often. */
export function modelsConfig(folder: string): string {
  return `
models:
  - name: churn
    title: Churn of subscribers
    version: '7'
    features: { from: "${join(folder, 'today.csv')}" }
    type: classifier
    trained_at: 2026-08-20
    predictions: { from: "${join(folder, 'said.csv')}" }
    truth: { from: "${join(folder, 'known.csv')}" }
    degradation: { runbook: model-rollback }
    drift: { schedule: never, report: { channel: "#ops" } }
    retrain:
      action:
        step_functions:
          state_machine_arn: ${MACHINE}
          input: '{ "model": "{model}", "days": 90, "reason": "{reason}" }'
`;
}

/** Writes what the model said and what was true: before the bot begins, which measures it then. */
export async function writePredictions(folder: string): Promise<void> {
  const { said, known } = modelTables(Date.now());
  await writeFile(join(folder, 'said.csv'), said);
  await writeFile(join(folder, 'known.csv'), known);
}

/** Writes what the model was trained on and what it gets, and makes its baseline. */
export async function makeModels(config: Config, folder: string): Promise<void> {
  const train = join(folder, 'train.csv');
  const { reference, current } = driftTables();
  await writeFile(train, reference);
  await writeFile(join(folder, 'today.csv'), current);
  await withModels(config, async ({ models, baselines, createBaseline, run }) => {
    const [model] = models;
    if (model === undefined) throw new Error('the config has no model');
    await createBaseline(model, { version: '7', of: { from: train } }, () => {});
    await baselines.activate(model.name, '7');
    await run(model, () => {});
  });
}
