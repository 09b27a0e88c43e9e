import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import {
  baselineDeed,
  modelMeant,
  noSuchBaseline,
  withModels,
  type AskedModels,
} from '../../app/models/models-asked.ts';
import { readConfig } from '../config.ts';
import { orUsage } from '../or-usage.ts';
import { personNamed } from '../person.ts';

interface Options {
  readonly config?: string;
  readonly by?: string;
}

interface Change {
  readonly action: Parameters<typeof baselineDeed>[0];
  readonly act: (asked: AskedModels, model: string, version: string) => Promise<boolean>;
  readonly done: (model: string, version: string) => string;
}

const ACTIVATE: Change = {
  action: 'baseline-activated',
  act: ({ baselines }, ...which) => baselines.activate(...which),
  done: (model, version) => `${model} is compared with its baseline of version ${version}`,
};

const DELETE: Change = {
  action: 'baseline-deleted',
  act: ({ baselines }, ...which) => baselines.remove(...which),
  done: (model, version) =>
    `deleted: \`tocsin baseline restore ${model} ${version}\` gets it back for 7 days`,
};

const RESTORE: Change = {
  action: 'baseline-restored',
  act: ({ baselines }, ...which) => baselines.restore(...which),
  done: (model, version) =>
    `it is there again: \`tocsin baseline activate ${model} ${version}\` compares with it`,
};

/** `tocsin baseline activate`. */
export async function activateBaseline(
  model: string,
  version: string,
  options: Options,
  command: Command,
): Promise<void> {
  await change(ACTIVATE, { model, version }, options, command);
}

/** `tocsin baseline delete`: asks whoever sits at a terminal; a script has to say `--yes`. */
export async function deleteBaseline(
  model: string,
  version: string,
  { yes, ...options }: Options & { readonly yes: boolean },
  command: Command,
): Promise<void> {
  if (!yes && !process.stdin.isTTY) command.error('error: nobody can be asked here; write --yes');
  if (!yes && !(await agreed(`Delete the baseline of ${model} ${version}? [y/N] `))) return;
  await change(DELETE, { model, version }, options, command);
}

/** `tocsin baseline restore`. */
export async function restoreBaseline(
  model: string,
  version: string,
  options: Options,
  command: Command,
): Promise<void> {
  await change(RESTORE, { model, version }, options, command);
}

async function change(
  { action, act, done }: Change,
  named: { readonly model: string; readonly version: string },
  { config, by }: Options,
  command: Command,
): Promise<void> {
  const person = orUsage(command, () => personNamed(by));
  await withModels(readConfig(config).config, async (asked) => {
    const model = orUsage(command, () => modelMeant(named.model, asked.models));
    const { name } = model;
    const { version } = named;
    if (!(await act(asked, name, version))) throw noSuchBaseline(model, version);
    await asked.audit.append(baselineDeed(action, person, { model: name, version }));
    process.stdout.write(`${done(name, version)}\n`);
  });
}

async function agreed(question: string): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    return /^y(es)?$/iu.test((await terminal.question(question)).trim());
  } finally {
    terminal.close();
  }
}
