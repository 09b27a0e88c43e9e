import type { Labels } from '../../alert/labels.ts';
import { ConfigError } from '../../config/config-error.ts';
import { environment } from '../../config/environment.ts';
import { findConfig } from '../../config/find.ts';
import type { Config } from '../../config/load.ts';
import { Mistake, quoted } from '../../config/mistake.ts';
import { hasErrors } from '../../config/problem.ts';
import { filledRunbook } from '../../runbooks/format/filled-runbook.ts';
import { renderRunbook } from '../../runbooks/format/render.ts';
import type { Runbook } from '../../runbooks/format/runbook.ts';
import { namesMeant } from '../../runbooks/selection/names-meant.ts';
import { nameIn, suggestRunbooks, type Suggestion } from '../../runbooks/selection/suggest.ts';
import { runbookConfig } from './runbook-config.ts';
import { broken, readLibrary, usable } from './runbook-library.ts';

export interface Listed {
  readonly found: readonly (Partial<Suggestion> & { readonly runbook: Runbook })[];
  /** Files with mistakes in them. */
  readonly leftOut: readonly string[];
}

/**
 * The runbooks of a config; all of them, or those for an alert, the best first.
 *
 * @throws ConfigError
 */
export function listRunbooks(named: string | undefined, labels: Labels | undefined): Listed {
  const { runbooks, left, config } = runbooksOf(named);
  const leftOut = left.map(({ file }) => file);
  if (labels === undefined) return { found: runbooks.map((runbook) => ({ runbook })), leftOut };
  const rule = config.watch.find(({ name }) => name === labels['alertname']);
  const annotations = rule?.annotations ?? {};
  return { found: suggestRunbooks({ labels, annotations }, runbooks), leftOut };
}

/**
 * A runbook as it is read, with the variables of an alert filled in where there is one.
 *
 * @throws ConfigError, also for what is wrong with the runbook, and Mistake where there is none of that name
 */
export function showRunbook(
  named: string | undefined,
  name: string,
  labels: Labels | undefined,
): { readonly text: string; readonly runbook: Runbook } {
  const { runbook: found } = findRunbook(named, name);
  const runbook = labels === undefined ? found : filledRunbook(found, { labels, annotations: {} });
  return { text: renderRunbook(runbook), runbook };
}

/**
 * A runbook of a config by its name, and the config.
 *
 * @throws ConfigError, also for what is wrong with the runbook, and Mistake where there is none of that name
 */
export function findRunbook(
  named: string | undefined,
  name: string,
): { readonly runbook: Runbook; readonly config: Config } {
  const { runbooks, left, config } = runbooksOf(named);
  const wrong = left.find(({ runbook }) => runbook.name === nameIn(name));
  if (wrong !== undefined) throw new ConfigError(wrong.problems);
  const runbook = runbooks.find((one) => one.name === nameIn(name));
  if (runbook !== undefined) return { runbook, config };
  const meant = namesMeant(
    name,
    runbooks.map((one) => one.name),
  );
  const hint = meant.length === 0 ? 'see tocsin runbook list' : `write ${meant.join(' or ')}`;
  throw new Mistake(`there is no runbook ${quoted(name)}`, hint);
}

function runbooksOf(named: string | undefined) {
  const { config, base } = runbookConfig(findConfig(named, environment()));
  const library = readLibrary(config.runbooks.dirs, base);
  if (hasErrors(library.problems)) throw new ConfigError(library.problems);
  const runbooks = usable(library).toSorted((a, b) => (a.name < b.name ? -1 : 1));
  return { config, runbooks, left: broken(library) };
}
