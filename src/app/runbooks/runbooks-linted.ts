import { readFileSync } from 'node:fs';
import { CHAT_ROLES, isAtLeast, type ChatRole } from '../../alert/chat-role.ts';
import { environment } from '../../config/environment.ts';
import { findConfig } from '../../config/find.ts';
import type { Config } from '../../config/load.ts';
import { parseMatchers } from '../../config/matchers.ts';
import { placed } from '../../config/placed.ts';
import type { Problem } from '../../config/problem.ts';
import { offsetAt } from '../../config/tree.ts';
import { readYaml } from '../../config/yaml-tree.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';
import {
  lintAlarms,
  lintClassified,
  type LintedAlarm,
  type LintedRule,
} from '../../runbooks/lint/alarms.ts';
import type { Action } from '../../runbooks/actions/action.ts';
import { ACTION_NAMES } from '../../runbooks/actions/names.ts';
import { lintBindings, type LintedBinding } from '../../runbooks/lint/bindings.ts';
import { lintRunbooks } from '../../runbooks/lint/lint.ts';
import { actionsIn } from '../../runbooks/lint/parts.ts';
import type { Surroundings } from '../../runbooks/lint/steps.ts';
import { nameIn } from '../../runbooks/selection/suggest.ts';
import { readChecklists } from './checklist-library.ts';
import { lintChecklists, unpostable } from './checklists-linted.ts';
import { createActions } from './action-clients.ts';
import { allowedActions } from './allowed-actions.ts';
import { runbookConfig } from './runbook-config.ts';
import { isShipped, readLibrary } from './runbook-library.ts';

export interface Linted {
  /** Errors first. */
  readonly problems: readonly Problem[];
  /** How many runbooks and checklists were looked at. */
  readonly count: number;
  readonly checklists: number;
}

/**
 * Everything that is wrong with the runbooks and checklists of a folder, or of the config; with a config also what only
 * shows beside it, and what its alarms lack.
 *
 * @param dir without one the folders of the config
 * @param named the config; of a folder alone none is looked for
 * @throws ConfigError
 */
export async function lintLibrary(
  dir: string | undefined,
  named: string | undefined,
): Promise<Linted> {
  const file = dir === undefined ? findConfig(named, environment()) : named;
  const { config, base } = runbookConfig(file);
  const dirs = dir === undefined ? config.runbooks.dirs : [dir];
  const from = dir === undefined ? base : '.';
  const { runbooks, problems } = readLibrary(dirs, from);
  const lists = readChecklists(dirs, from);
  // What stands in one folder may lead to what comes with the bot.
  const others = dir === undefined ? [] : readLibrary(config.runbooks.dirs, base).runbooks;
  const elsewhere = others.map(({ runbook }) => runbook.name);
  const found = await actionsNamed(runbooks, config);
  const linted = lintRunbooks(runbooks, {
    actions: { names: ACTION_NAMES, found },
    elsewhere,
    named: new Set(config.watch.map(({ annotations }) => nameIn(annotations['runbook'] ?? ''))),
    surroundings: file === undefined ? undefined : surroundingsOf(config),
    ...(file !== undefined && {
      allowed: { rules: allowedActions(config).rules, files: ownFiles(runbooks) },
    }),
  });
  const all = [
    ...problems,
    ...(runbooks.length + problems.length === 0
      ? [noRunbooks(dirs.join(', ') || 'runbooks.dirs')]
      : []),
    ...(file === undefined ? [] : configProblems(file, config, runbooks, found)),
    ...linted,
    ...lintChecklists(lists, [...runbooks.map(({ runbook }) => runbook.name), ...elsewhere]),
    ...(dir === undefined && file !== undefined
      ? unpostable(config, { file, text: readFileSync(file, 'utf8') }, lists)
      : []),
  ];
  const weight = ({ severity }: Problem) => Number(severity !== 'error');
  return {
    problems: all.toSorted((a, b) => weight(a) - weight(b)),
    count: runbooks.length,
    checklists: lists.checklists.length,
  };
}

/** The actions that runbooks and automation name: to load one takes its client of AWS. */
async function actionsNamed(
  runbooks: readonly ParsedRunbook[],
  config: Config,
): Promise<ReadonlyMap<string, Action>> {
  const names = new Set([
    ...runbooks.flatMap(actionsIn).map((part) => part.config.name),
    ...config.automation.map(({ action }) => action),
  ]);
  const actionOf = createActions(config, Date.now);
  const found = await Promise.all(
    [...names].map(async (name) => [name, await actionOf(name)] as const),
  );
  return new Map(found.flatMap(([name, action]) => (action === undefined ? [] : [[name, action]])));
}

/** Shipped runbooks have actions for whoever allows them. */
function ownFiles(runbooks: readonly ParsedRunbook[]): ReadonlySet<string> {
  return new Set(runbooks.map(({ file }) => file).filter((file) => !isShipped(file)));
}

/** A config without mistakes is as its file: what is at a place in the one is at that place in the other. */
function configProblems(
  file: string,
  config: Config,
  parsed: readonly ParsedRunbook[],
  actions: ReadonlyMap<string, Action>,
): Problem[] {
  const { watch, classify, automation } = config;
  const { root, place } = readYaml(readFileSync(file, 'utf8'));
  const runbooks = parsed.map(({ runbook }) => runbook);
  const alarms = watch.map(({ name, annotations }, index): LintedAlarm => {
    return { name, annotations, at: offsetAt(root, ['watch', index]) };
  });
  const rules = classify.map(({ matchers, labels }, index): LintedRule => {
    const compiled = matchers.flatMap(parseMatchers);
    return { matchers: compiled, labels, at: offsetAt(root, ['classify', index]) };
  });
  const bindings = automation.flatMap(
    ({ name, action, parameters, mode }, index): LintedBinding[] => {
      const found = actions.get(action);
      const at = offsetAt(root, ['automation', index]);
      const isAsked = mode === 'suggest';
      return found === undefined ? [] : [{ name, action: found, parameters, isAsked, at }];
    },
  );
  const names = runbooks.map(({ name }) => name);
  const findings = [
    ...lintAlarms(alarms, names),
    ...lintClassified(rules, runbooks),
    ...lintBindings(
      bindings,
      allowedActions(config).rules,
      surroundingsOf(config).hasRole('operator'),
    ),
  ];
  return placed(findings, file, place);
}

function surroundingsOf({ metrics, access, actions }: Config): Surroundings {
  const hasRole = (role: ChatRole): boolean =>
    CHAT_ROLES.some((one) => isAtLeast(one, role) && access[one].length > 0) ||
    (access.default !== 'none' && isAtLeast(access.default, role));
  const metricSources = metrics.sources.map(({ name }) => name);
  const allowed = actions.allow.map(({ action }) => action);
  return {
    savedMetrics: Object.keys(metrics.saved),
    metricSources,
    allowedActions: allowed,
    hasRole,
  };
}

function noRunbooks(file: string): Problem {
  const place = { file, line: 1, column: 1 };
  const message = 'there are no runbooks';
  const hint = 'write some: docs/runbooks.md says how';
  return { severity: 'error', kind: 'missing-key', ...place, message, hint };
}
