import { Command } from 'commander';
import { reportJson, reportText } from '../../app/models/drift-compared.ts';
import { modelMeant, withModels } from '../../app/models/models-asked.ts';
import { readConfig } from '../config.ts';
import { inUsage, orUsage } from '../or-usage.ts';
import { createProgress } from '../progress.ts';

const HELP = `
A run as the schedule makes them: the newest data is compared with the active baseline, the report is kept, alerts
are raised and resolved, and the bot posts the report where the config says so. For pipelines, when the features of
the day are there; with \`schedule: never\` in the config these are the only runs.

Examples:
  $ tocsin drift run churn
  $ tocsin drift run churn --json | jq .severity

Exit status: 0 done, whether there is drift or not; 1 the data can't be read; 2 wrong usage.`;

/** `tocsin drift run`. */
export function driftRunCommand(): Command {
  const command = new Command('run')
    .description('compares the newest data of a model now, and tells what the bot would tell')
    .argument('<model>', 'its name in the config')
    .option('--config <file>', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--json', 'print a JSON document', false)
    .addHelpText('after', HELP);
  return command.action(
    async (named: string, { config, json }: { readonly config?: string; readonly json: boolean }) =>
      withModels(readConfig(config).config, async ({ models, run }) => {
        const model = orUsage(command, () => modelMeant(named, models));
        const progress = createProgress();
        const report = await inUsage(command, () => run(model, (text) => progress.show(text)));
        progress.print(json ? JSON.stringify(reportJson(report), null, 2) : reportText(report));
        progress.end();
      }),
  );
}
