import { variablesIn, type Variable } from '../format/variables.ts';

/** A string of PromQL's, a variable, or any other character. */
const PIECES =
  /"(?:[^"\\]|\\.)*"?|'(?:[^'\\]|\\.)*'?|`[^`]*`?|#.*|(?<variable>\{\{[^{}\n]*\}\})|[^]/gu;

/**
 * The variables of an expression that stand in no quotes, or in those in which nothing can be escaped: what an alert
 * says would be read as PromQL there.
 *
 * @see https://prometheus.io/docs/prometheus/latest/querying/basics/#string-literals
 */
export function bareVariables(expression: string): readonly Variable[] {
  const quoted = [...expression.matchAll(PIECES)].filter(([text]) => /^["']/u.test(text));
  const isQuoted = (at: number) =>
    quoted.some(({ 0: text, index }) => index < at && at < index + text.length);
  return variablesIn(expression).filter(({ at }) => !isQuoted(at));
}

/** A value within a string of PromQL's, whichever quotes that has. */
export function escapedPromql(value: string): string {
  return value.replaceAll(/["'\\]/gu, (sign) => `\\x${sign.charCodeAt(0).toString(16)}`);
}
