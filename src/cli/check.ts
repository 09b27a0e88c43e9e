import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Command } from 'commander';
import { readChecklists } from '../app/runbooks/checklist-library.ts';
import { unpostable } from '../app/runbooks/checklists-linted.ts';
import { environment, type Environment } from '../config/environment.ts';
import { findConfig } from '../config/find.ts';
import { loadConfig, type LoadedConfig } from '../config/load.ts';
import { hasErrors, problemText, type Problem } from '../config/problem.ts';
import type { Route } from '../rules/policy.ts';

const EXAMPLES = `
Examples:
  $ tocsin check
  $ tocsin check deploy/tocsin.yaml
  $ tocsin check --json | jq '.[].message'

Prints each problem as file:line:column: what is wrong; what to write instead.
Exit status: 0 when there are no errors, 1 when there are, 2 for wrong usage.
`;

export interface CheckOptions {
  /** The file that was named; else `$TOCSIN_CONFIG`, else `./tocsin.yaml`. */
  readonly file?: string;
  readonly json?: boolean;
  readonly env: Environment;
  readonly readFile?: (file: string) => string;
  readonly exists?: (file: string) => boolean;
}

export interface CheckResult {
  /** The result, for standard output. */
  readonly output: string;
  /** A remark, for standard error. */
  readonly note?: string;
  readonly status: 0 | 1;
}

/** `tocsin check [F]`: reads the config and reports everything that is wrong with it. */
export function checkCommand(): Command {
  const command = new Command('check')
    .description('read the config and report all that is wrong with it')
    .argument('[file]', 'the config (else $TOCSIN_CONFIG, else ./tocsin.yaml)')
    .option('--config <file>', 'the same, as for other commands')
    .option('--json', 'print the problems as a JSON array', false)
    .addHelpText('after', EXAMPLES);
  // commander's own status for wrong usage is 1; here that means that the check failed.
  command.exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));
  return command.action(
    (named: string | undefined, options: { config?: string; json: boolean }) => {
      if (named !== undefined && options.config !== undefined) {
        command.error("error: name the file once: 'check FILE' or 'check --config FILE'");
      }
      const file = named ?? options.config;
      const input = { json: options.json, env: environment() };
      const result = check(file === undefined ? input : { ...input, file });
      if (result.note !== undefined) process.stderr.write(`${result.note}\n`);
      process.stdout.write(`${result.output}\n`);
      process.exitCode = result.status;
    },
  );
}

const NO_CONFIG =
  'there is no config to check: none was named, $TOCSIN_CONFIG is not set, and there is no ./tocsin.yaml; with the defaults the bot logs what it would send and takes nothing in';

/** What `tocsin check` prints, and its exit status. */
export function check(options: CheckOptions): CheckResult {
  const file = findConfig(options.file, options.env, options.exists);
  const loaded = loadConfig({
    env: options.env,
    ...(file === undefined ? {} : { path: file }),
    ...(options.readFile === undefined ? {} : { readFile: options.readFile }),
  });
  const problems = [...loaded.problems, ...checklistProblems(file, loaded, options.readFile)];
  const status = hasErrors(problems) ? 1 : 0;
  const output =
    options.json === true
      ? JSON.stringify(problems, null, 2)
      : report(file, { ...loaded, problems });
  if (file !== undefined) return { output, status };
  return { output, status, note: NO_CONFIG };
}

/** What the config can't know alone: whether there are the checklists that it names. */
function checklistProblems(
  file: string | undefined,
  { config }: LoadedConfig,
  readFile: (name: string) => string = (name) => readFileSync(name, 'utf8'),
): readonly Problem[] {
  if (file === undefined || config === undefined || config.checklists.length === 0) return [];
  const library = readChecklists(config.runbooks.dirs, path.dirname(path.resolve(file)));
  return unpostable(config, { file, text: readFile(file) }, library);
}

function report(file: string | undefined, loaded: LoadedConfig): string {
  const lines = loaded.problems.map(problemText);
  if (loaded.config !== undefined && !hasErrors(loaded.problems))
    lines.push(`${file ?? 'defaults'}: ok (${summary(loaded)})`);
  return lines.join('\n');
}

function summary({ config, policy }: Extract<LoadedConfig, { policy: object }>): string {
  const routes = countRoutes(policy.route);
  return `${counted(routes, 'route')}, ${counted(config.receivers.length, 'receiver')}`;
}

function countRoutes(route: Route): number {
  return route.routes.reduce((sum, inner) => sum + countRoutes(inner), 1);
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
