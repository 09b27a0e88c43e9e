import type { Command } from 'commander';
import { baselineDeed, modelMeant, withModels } from '../../app/models/models-asked.ts';
import { readConfig } from '../config.ts';
import { orUsage } from '../or-usage.ts';
import { personNamed } from '../person.ts';
import { createProgress } from '../progress.ts';
import { infoText } from './show.ts';

interface Options {
  readonly config?: string;
  readonly version?: string;
  readonly from?: string;
  readonly window?: number;
  readonly activate: boolean;
  readonly by?: string;
}

/** `tocsin baseline create`. */
export async function createBaseline(
  named: string,
  { config, version, from, window, activate, by }: Options,
  command: Command,
): Promise<void> {
  if ((from === undefined) === (window === undefined)) {
    command.error('error: write --from FILE or --window 30d, one of them');
  }
  const of = from === undefined ? { span: window ?? 0 } : { from };
  const person = orUsage(command, () => personNamed(by));
  await withModels(readConfig(config).config, async ({ models, baselines, audit, ...asked }) => {
    const model = orUsage(command, () => modelMeant(named, models));
    const wanted = { version: version ?? model.version, of };
    const progress = createProgress();
    const info = await asked.createBaseline(model, wanted, (text) => progress.show(text));
    await audit.append(baselineDeed('baseline-created', person, info));
    if (activate) {
      await baselines.activate(info.model, info.version);
      await audit.append(baselineDeed('baseline-activated', person, info));
    }
    progress.print(infoText(info, await baselines.active(model.name)));
    progress.end();
    if ((await baselines.active(model.name)) !== undefined) return;
    process.stderr.write(
      `none is active yet: \`tocsin baseline activate ${info.model} ${info.version}\`\n`,
    );
  });
}
