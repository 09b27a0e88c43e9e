import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CHAT_ROLES, isAtLeast, type ChatRole } from '../alert/chat-role.ts';
import type { Labels } from '../alert/labels.ts';
import { ConfigError } from '../config/config-error.ts';
import { environment } from '../config/environment.ts';
import { findConfig } from '../config/find.ts';
import { loadConfig, type Config } from '../config/load.ts';
import { Mistake, quoted } from '../config/mistake.ts';
import { nearest } from '../config/nearest.ts';
import { placed } from '../config/placed.ts';
import { compareProblems, hasErrors, type Problem } from '../config/problem.ts';
import { offsetAt } from '../config/tree.ts';
import { readYaml } from '../config/yaml-tree.ts';
import { filledRunbook } from '../runbooks/format/filled-runbook.ts';
import { renderRunbook } from '../runbooks/format/render.ts';
import type { Runbook } from '../runbooks/format/runbook.ts';
import { lintAlarms, type LintedAlarm } from '../runbooks/lint/alarms.ts';
import { lintRunbooks } from '../runbooks/lint/lint.ts';
import { nameIn, suggestRunbooks, type Suggestion } from '../runbooks/selection/suggest.ts';
import { readLibrary, usable } from './runbook-library.ts';

/** What runbooks may have done, with the parameters that each needs. */
const ACTIONS: ReadonlyMap<string, readonly string[]> = new Map([
  ['step_functions', ['state_machine_arn']],
  ['sagemaker_pipeline', ['name']],
  ['lambda', ['function']],
  ['webhook', ['url']],
]);

interface Found {
  readonly config: Config;
  /** The config's file; without one everything has its default. */
  readonly file: string | undefined;
  /** The folder that the folders of runbooks start from. */
  readonly base: string;
}

export interface Linted {
  /** Errors first. */
  readonly problems: readonly Problem[];
  readonly count: number;
}

/**
 * The runbooks of a config; all of them, or those for an alert, the best first.
 *
 * @throws ConfigError
 */
export function listRunbooks(
  named: string | undefined,
  labels: Labels | undefined,
): readonly (Partial<Suggestion> & { readonly runbook: Runbook })[] {
  const { runbooks, config } = runbooksOf(named);
  if (labels === undefined) return runbooks.map((runbook) => ({ runbook }));
  const rule = config.watch.find(({ name }) => name === labels['alertname']);
  return suggestRunbooks({ labels, annotations: rule?.annotations ?? {} }, runbooks);
}

/**
 * A runbook as it is read, with the variables of an alert filled in where there is one.
 *
 * @throws ConfigError, and Mistake where there is none of that name
 */
export function showRunbook(
  named: string | undefined,
  name: string,
  labels: Labels | undefined,
): { readonly text: string; readonly runbook: Runbook } {
  const { runbooks } = runbooksOf(named);
  const found = runbooks.find((one) => one.name === nameIn(name));
  if (found === undefined) {
    const meant = nearest(
      name,
      runbooks.map((one) => one.name),
    );
    const hint = meant === undefined ? 'see tocsin runbook list' : `write ${meant}`;
    throw new Mistake(`there is no runbook ${quoted(name)}`, hint);
  }
  const runbook = labels === undefined ? found : filledRunbook(found, { labels, annotations: {} });
  return { text: renderRunbook(runbook), runbook };
}

/**
 * Everything that is wrong with the runbooks of a folder, or of the config; with a config also what only shows beside
 * it, and what its alarms lack.
 *
 * @throws ConfigError
 */
export function lintLibrary(dir: string | undefined, named: string | undefined): Linted {
  const wanted =
    dir === undefined || named !== undefined ? findConfig(named, environment()) : undefined;
  const found = foundConfig(wanted);
  const { config } = found;
  const library = readLibrary(
    dir === undefined ? config.runbooks.dirs : [dir],
    dir === undefined ? found.base : '.',
  );
  const names = library.runbooks.map(({ runbook }) => runbook.name);
  const alarms = found.file === undefined ? [] : lintedAlarms(found.file, config, names);
  const linted = lintRunbooks(library.runbooks, {
    actions: ACTIONS,
    named: new Set(config.watch.map(({ annotations }) => nameIn(annotations['runbook'] ?? ''))),
    surroundings: found.file === undefined ? undefined : surroundingsOf(config),
  });
  const empty = library.runbooks.length === 0 && library.problems.length === 0;
  const nothing: Problem[] = empty ? [noRunbooks(dir ?? config.runbooks.dirs.join(', '))] : [];
  const all = [...library.problems, ...nothing, ...alarms, ...linted];
  const errors = all.filter(({ severity }) => severity === 'error');
  const rest = all.filter(({ severity }) => severity !== 'error');
  return { problems: [...errors, ...rest], count: names.length };
}

function runbooksOf(named: string | undefined) {
  const { config, base } = foundConfig(findConfig(named, environment()));
  const library = readLibrary(config.runbooks.dirs, base);
  if (hasErrors(library.problems)) throw new ConfigError(library.problems);
  return { config, runbooks: usable(library).toSorted((a, b) => (a.name < b.name ? -1 : 1)) };
}

/** Secrets that a command has no use for may be missing. */
function foundConfig(file: string | undefined): Found {
  const loaded = loadConfig({ ...(file !== undefined && { path: file }), env: environment() });
  if (loaded.config === undefined) {
    throw new ConfigError(loaded.problems.filter(({ severity }) => severity === 'error'));
  }
  const base = file === undefined ? '.' : path.dirname(path.resolve(file));
  return { config: loaded.config, file, base };
}

function lintedAlarms(file: string, { watch }: Config, names: readonly string[]): Problem[] {
  const { root, place } = readYaml(readFileSync(file, 'utf8'));
  const alarms = watch.map(({ name, annotations }, index): LintedAlarm => {
    return { name, annotations, at: offsetAt(root, ['watch', index]) };
  });
  return placed(lintAlarms(alarms, names), file, place).toSorted(compareProblems);
}

function surroundingsOf({ metrics, access }: Config) {
  const hasRole = (role: ChatRole): boolean =>
    CHAT_ROLES.some((one) => isAtLeast(one, role) && access[one].length > 0) ||
    (access.default !== 'none' && isAtLeast(access.default, role));
  return { savedMetrics: Object.keys(metrics.saved), hasRole };
}

function noRunbooks(where: string): Problem {
  const place = { file: where, line: 1, column: 1 };
  const hint = 'write some: docs/runbooks.md says how';
  return {
    severity: 'error',
    kind: 'missing-key',
    ...place,
    message: 'there are no runbooks',
    hint,
  };
}
