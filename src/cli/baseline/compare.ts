import type { Command } from 'commander';
import { reportJson, reportText } from '../../app/models/drift-compared.ts';
import { modelMeant, withModels } from '../../app/models/models-asked.ts';
import { readConfig } from '../config.ts';
import { orUsage } from '../or-usage.ts';

/** `tocsin baseline compare`: the first version is what the second is held against. */
export async function compareBaselines(
  named: string,
  reference: string,
  current: string,
  { config, json }: { readonly config?: string; readonly json: boolean },
  command: Command,
): Promise<void> {
  await withModels(readConfig(config).config, async ({ models, ...asked }) => {
    const model = orUsage(command, () => modelMeant(named, models));
    const report = await asked.compareBaselines(model, { reference, current });
    const text = json ? JSON.stringify(reportJson(report), null, 2) : reportText(report);
    process.stdout.write(`${text}\n`);
  });
}
