import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DEFAULT_RULES, startComparer } from '../src/app/drift-compared.ts';
import { runOf, withModels } from '../src/app/models-asked.ts';
import type { Config } from '../src/config/load.ts';
import { dayTable, driftTables } from './drift-tables.ts';

const DAY = 24 * 60 * 60 * 1000;
const VERSION = '7';
/** How far the data had moved on each of the last days. */
const DAYS = [0, 0.1, 0.3, 0.45, 0.8];

const TRAIN = 'churn-train.csv';
const TODAY = 'churn-today.csv';

/** A model whose customers are no longer those it was trained on. */
export function modelsConfig(folder: string): string {
  return `
models:
  - name: churn
    title: Churn of subscribers
    version: '${VERSION}'
    labels: { team: ml }
    features: { from: ${JSON.stringify(join(folder, TODAY))} }
    drift: { schedule: never }
`;
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
      await reports.keep(model.name, { ...kept, report: JSON.stringify(report) });
    }
    await comparer.close();
    await writeFile(from, current);
    await run(model, () => {});
  });
}
