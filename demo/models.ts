import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_RULES, startComparer } from '../src/app/models/drift-compared.ts';
import { runOf, withModels } from '../src/app/models/models-asked.ts';
import type { Config } from '../src/config/load.ts';
import { dayTable, driftTables } from './drift-tables.ts';
import { modelTables } from './model-tables.ts';

const DAY = 24 * 60 * 60 * 1000;
const VERSION = '7';
/** How far the data had moved on each of the last days. */
const DAYS = [0, 0.1, 0.3, 0.45, 0.8];

const TRAIN = 'churn-train.csv';
const TODAY = 'churn-today.csv';
const SAID = 'churn-said.csv';
const KNOWN = 'churn-known.csv';

/**
 * A model whose customers are no longer those it was trained on, and which is wrong about them more often.
 *
 * @param more of its keys
 */
export function modelsConfig(folder: string, more = 'drift: { schedule: never }'): string {
  const file = (name: string): string => JSON.stringify(join(folder, name));
  return `
models:
  - name: churn
    title: Churn of subscribers
    type: classifier
    version: '${VERSION}'
    trained_at: 2026-08-20
    labels: { team: ml }
    features: { from: ${file(TODAY)} }
    predictions: { from: ${file(SAID)} }
    truth: { from: ${file(KNOWN)} }
    degradation: {}
    ${more}
`;
}

/** Writes what the model said and what was true: before the bot begins, which measures it then. */
export async function writePredictions(folder: string): Promise<void> {
  const { said, known } = modelTables(Date.now());
  await writeFile(join(folder, SAID), said);
  await writeFile(join(folder, KNOWN), known);
}

/**
 * Writes what the model was trained on and what it gets, makes its baseline, compares it on the last
 * days, and makes a run: what has drifted is told.
 *
 * @param folder that of the config
 */
export async function makeModels(config: Config, folder: string): Promise<void> {
  const train = join(folder, TRAIN);
  const { reference, current } = driftTables();
  await writeFile(train, reference);
  await withModels(config, async ({ models, baselines, reports, createBaseline, run }) => {
    const [model] = models;
    if (model === undefined) throw new Error('the config has no model');
    await createBaseline(model, { version: VERSION, of: { from: train } }, () => {});
    await baselines.activate(model.name, VERSION);
    const comparer = startComparer();
    const from = join(folder, TODAY);
    for (const [index, moved] of DAYS.entries()) {
      const at = Date.now() - (DAYS.length - index) * DAY;
      await writeFile(from, dayTable(moved));
      const report = await comparer.compare({
        sides: { reference: { from: train }, current: { from } },
        columns: {},
        model: model.name,
        version: VERSION,
        prediction: model.prediction,
        rules: DEFAULT_RULES,
        at,
      });
      const kept = runOf(report, { start: at - DAY, end: at }, VERSION);
      await reports.keep(model.name, kept, JSON.stringify(report));
    }
    await comparer.close();
    await writeFile(from, current);
    await run(model, () => {});
  });
}
