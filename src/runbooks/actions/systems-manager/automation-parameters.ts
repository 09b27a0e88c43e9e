import type { DocumentDescription } from '@aws-sdk/client-ssm';
import { quoted } from '../../../config/mistake.ts';
import { nearest } from '../../../config/nearest.ts';
import { ActionProblem } from '../action.ts';

/**
 * Holds what is given against what a document takes.
 *
 * @returns the names of those that are left to their defaults
 * @throws ActionProblem
 */
export function checkParameters(
  given: Readonly<Record<string, readonly string[]>>,
  { Parameters: declared = [] }: DocumentDescription,
): string[] {
  const names = declared.map(({ Name = '' }) => Name);
  for (const name of Object.keys(given)) {
    if (!names.includes(name)) throw unknownParameter(name, names);
  }
  const missing = declared.filter(({ Name = '' }) => !Object.hasOwn(given, Name));
  const needed = missing.filter(({ DefaultValue }) => DefaultValue === undefined);
  if (needed.length > 0) {
    const what = `The document needs ${needed.map(({ Name }) => Name).join(', ')}.`;
    throw new ActionProblem(what, 'Give it among the parameters.');
  }
  for (const { Name = '', Type } of declared) {
    const values = Object.hasOwn(given, Name) ? given[Name] : undefined;
    if (Type === 'String' && values !== undefined && values.length !== 1) {
      const what = `Its parameter ${Name} takes one text, and gets ${values.length}.`;
      throw new ActionProblem(what, 'Give it a text, and no list.');
    }
  }
  return missing.map(({ Name = '' }) => Name);
}

function unknownParameter(name: string, names: readonly string[]): ActionProblem {
  const meant = nearest(name, names);
  const known = names.length === 0 ? 'It takes none.' : `It takes ${names.join(', ')}.`;
  const mend = meant === undefined ? known : `Write ${meant}.`;
  return new ActionProblem(`The document has no parameter ${quoted(name)}.`, mend);
}
