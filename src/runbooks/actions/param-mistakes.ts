import { z } from 'zod';
import { nearest } from '../../config/nearest.ts';
import type { Action } from './action.ts';

/** Something that is wrong with the parameters of an action. */
export interface ParamMistake {
  readonly message: string;
  readonly hint: string;
  /** Where, from the parameters on. */
  readonly path: readonly PropertyKey[];
}

/** Everything that an action's schema has against some parameters. */
export function paramMistakes({ name, params: schema }: Action, params: unknown): ParamMistake[] {
  const read = schema.safeParse(params);
  if (read.success) return [];
  return read.error.issues.flatMap((issue): ParamMistake[] => {
    const { path } = issue;
    const where = path.map(String).join('.');
    if (issue.code === 'unrecognized_keys') {
      const known = path.length === 0 ? namesOf(schema) : [];
      return issue.keys.map((key) => unknownKey(name, key, known, [...path, key]));
    }
    if (valueAt(params, path) === undefined) {
      const message = `the action ${name} lacks the parameter ${where}`;
      return [{ message, hint: `add ${where}: below parameters:`, path }];
    }
    const hint = z.object({ params: z.object({ hint: z.string() }) }).safeParse(issue);
    return [
      {
        message: `the parameter ${where} of ${name}: ${issue.message}`,
        hint: hint.data?.params.hint ?? `docs/actions.md has the parameters of ${name}`,
        path,
      },
    ];
  });
}

/** What stands at a place of a value. */
export function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((found, key) => {
    if (typeof found !== 'object' || found === null) return undefined;
    return Object.entries(found).find(([name]) => name === String(key))?.[1];
  }, value);
}

function unknownKey(
  action: string,
  key: string,
  known: readonly string[],
  path: readonly PropertyKey[],
): ParamMistake {
  const meant = nearest(key, known);
  const hint = meant === undefined ? `write one of ${known.join(', ')}` : `write ${meant}`;
  const message = `the action ${action} has no parameter ${JSON.stringify(key)}`;
  return { message, hint, path };
}

function namesOf(schema: z.ZodType): readonly string[] {
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}
