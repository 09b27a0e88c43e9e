import type { Finding } from '../../config/problem.ts';
import type { ParsedRunbook } from '../format/parse.ts';

/** Something that is wrong with a runbook, or only shows beside others. */
export interface Remark {
  readonly in: ParsedRunbook;
  readonly finding: Finding;
}

/** A mistake in a runbook. */
export function mistake(one: ParsedRunbook, offset: number, message: string, hint: string): Remark {
  const finding: Finding = { severity: 'error', kind: 'invalid-value', offset, message, hint };
  return { in: one, finding };
}

/** Something that may be meant so. */
export function warning(one: ParsedRunbook, message: string, hint: string): Remark {
  return warningAt(one, 0, message, hint);
}

/** The same of a part of it. */
export function warningAt(
  one: ParsedRunbook,
  offset: number,
  message: string,
  hint: string,
): Remark {
  const kind = 'invalid-value';
  return { in: one, finding: { severity: 'warning', kind, offset, message, hint } };
}
