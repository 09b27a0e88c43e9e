import type { Environment } from './environment.ts';
import { Mistake } from './mistake.ts';

export interface Substituted {
  readonly text: string;
  /** Variables that were asked for without a default and are not set. */
  readonly missing: readonly string[];
  /** Variables that are set, to nothing, and have no default. */
  readonly empty: readonly string[];
}

const REFERENCE = /\$\$\{|\$\{([^}]*)(\}?)/g;
const INSIDE = /^([A-Za-z_][A-Za-z0-9_]*)(?::-(.*))?$/s;

/**
 * Puts the environment's values for `${NAME}` and `${NAME:-default}` into a text. As in a shell the
 * default is also taken for a variable that is set to nothing. `$${` stands for a literal `${`.
 *
 * @throws Mistake for a `${` that is neither of the two.
 */
export function substitute(text: string, env: Environment): Substituted {
  const missing: string[] = [];
  const empty: string[] = [];
  const result = text.replaceAll(REFERENCE, (found, inside: unknown, closing: unknown) => {
    if (found === '$${') return '${';
    const parts = closing === '}' ? INSIDE.exec(String(inside)) : null;
    const name = parts?.[1];
    if (name === undefined) {
      throw new Mistake(
        `${found} is not a reference to a variable`,
        'write ${NAME} or ${NAME:-default}; $${ stands for a literal ${',
      );
    }
    const value = env[name];
    const fallback = parts?.[2];
    if (fallback !== undefined) return value === undefined || value === '' ? fallback : value;
    if (value === undefined) missing.push(name);
    else if (value === '') empty.push(name);
    return value ?? '';
  });
  return { text: result, missing, empty };
}
