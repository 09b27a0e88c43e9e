import { Mistake } from './mistake.ts';
import { nearest } from './nearest.ts';
import type { Finding } from './problem.ts';
import type { CheckConfig } from './schema/runbook.ts';
import { compileComparison } from '../metrics/formula.ts';

/**
 * What is wrong with a check's condition.
 *
 * @param saved the names of the saved metrics; without them any name may be one
 */
export function checkCondition(
  { pass, metrics }: CheckConfig,
  at: number,
  saved: readonly string[] = namesIn(pass),
): Finding[] {
  const wrong = (message: string, hint: string): Finding => {
    return { severity: 'error', kind: 'invalid-value', offset: at, message, hint };
  };
  try {
    const { uses } = compileComparison(pass, [...Object.keys(metrics), ...saved]);
    const others = uses.filter((name) => !Object.hasOwn(metrics, name));
    return Object.keys(metrics)
      .filter((name) => !uses.includes(name))
      .map((name) => {
        const typo = nearest(name, others);
        const hint = typo === undefined ? 'take it out, or name it' : `write it for ${typo}`;
        return wrong(`metrics.${name}: pass does not name it`, hint);
      });
  } catch (error) {
    if (!(error instanceof Mistake)) throw error;
    return [wrong(`pass: ${error.message}`, error.hint)];
  }
}

/** Words of a condition that can be names. */
function namesIn(pass: string): string[] {
  const words = pass.match(/[\w][\w-]*/gu) ?? [];
  return words.filter((word) => !/^(?:[\d.]+|true|false)$/u.test(word));
}
