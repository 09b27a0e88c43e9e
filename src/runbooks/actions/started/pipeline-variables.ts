import type { PipelineDeclaration } from '@aws-sdk/client-codepipeline';
import { quoted } from '../../../config/mistake.ts';
import { ActionProblem } from '../action.ts';

/**
 * Holds what is given against the variables that a pipeline has.
 *
 * @throws ActionProblem
 */
export function checkVariables(
  given: Readonly<Record<string, string>>,
  { pipelineType, variables = [] }: PipelineDeclaration,
): void {
  const names = variables.map(({ name = '' }) => name);
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const known = names.length === 0 ? 'It has none.' : `It has ${names.join(', ')}.`;
    const mend = pipelineType === 'V1' ? 'Only pipelines of type V2 have variables.' : known;
    throw new ActionProblem(`The pipeline has no variable ${quoted(unknown)}.`, mend);
  }
  const needed = variables.filter(
    ({ name = '', defaultValue }) => defaultValue === undefined && !Object.hasOwn(given, name),
  );
  if (needed.length === 0) return;
  const what = `The pipeline needs ${needed.map(({ name }) => name).join(', ')}.`;
  throw new ActionProblem(what, 'Give it among the variables.');
}
