import type { Config } from '../../config/load.ts';
import { quoted } from '../../config/mistake.ts';
import { nearest } from '../../config/nearest.ts';
import { placed } from '../../config/placed.ts';
import { hasErrors, type Finding, type Problem } from '../../config/problem.ts';
import { offsetAt } from '../../config/tree.ts';
import { readYaml } from '../../config/yaml-tree.ts';
import type { ParsedChecklist } from '../../runbooks/checklists/parse.ts';
import type { ChecklistLibrary } from './checklist-library.ts';

/**
 * Everything that is wrong with the files of checklists.
 *
 * @param runbooks the names of those that they may link to
 */
export function lintChecklists(
  { checklists, problems }: ChecklistLibrary,
  runbooks: readonly string[],
): readonly Problem[] {
  return [...problems, ...checklists.flatMap((one) => [...one.problems, ...lost(one, runbooks)])];
}

function lost(
  { checklist: { references }, file, place }: ParsedChecklist,
  runbooks: readonly string[],
): Problem[] {
  const findings = references
    .filter(({ name }) => !runbooks.includes(name))
    .map(({ name, at }): Finding => {
      const message = `there is no runbook ${quoted(name)}`;
      const meant = nearest(name, runbooks);
      const hint = meant === undefined ? 'see tocsin runbook list' : `write ../${meant}.md`;
      return { severity: 'error', kind: 'unknown-name', offset: at, message, hint };
    });
  return placed(findings, file, place);
}

/**
 * What a config wants to be posted, and can't be: of a config without mistakes.
 *
 * @param text the config's, and what it is called in problems
 */
export function unpostable(
  { checklists: wanted }: Pick<Config, 'checklists'>,
  { file, text }: { readonly file: string; readonly text: string },
  { checklists }: ChecklistLibrary,
): Problem[] {
  const { root, place } = readYaml(text);
  const findings = wanted.flatMap(({ name }, index): Finding[] => {
    const offset = offsetAt(root, ['checklists', index, 'name']);
    const found = checklists.find(({ checklist }) => checklist.name === name);
    if (found !== undefined && !hasErrors(found.problems)) return [];
    const error = { severity: 'error', kind: 'unknown-name', offset } as const;
    if (found !== undefined) {
      const message = `checklists[${index}].name: there are mistakes in ${found.file}`;
      return [{ ...error, message, hint: 'see tocsin runbook lint' }];
    }
    const names = checklists.map(({ checklist }) => checklist.name);
    const meant = nearest(name, names);
    const known = `write a file ${name}.md; docs/checklists.md says where`;
    const message = `checklists[${index}].name: there is no checklist ${quoted(name)}`;
    return [{ ...error, message, hint: meant === undefined ? known : `write ${meant}` }];
  });
  return placed(findings, file, place);
}
