export type ProblemKind =
  | 'yaml'
  | 'unknown-key'
  | 'missing-key'
  | 'invalid-value'
  | 'unknown-name'
  | 'duplicate'
  | 'unknown-severity'
  | 'unused-receiver'
  | 'empty-receiver'
  | 'undefined-variable'
  | 'missing-secret'
  | 'unreadable-file'
  | 'later-section';

/** One thing about the config that a person should change or know. Lines and columns count from 1. */
export interface Problem {
  readonly severity: 'error' | 'warning';
  readonly kind: ProblemKind;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  /** What is wrong. */
  readonly message: string;
  /** What to write instead. */
  readonly hint: string;
}

/** A problem before its place in the file is worked out: an offset into the text. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly kind: ProblemKind;
  readonly offset: number;
  readonly message: string;
  readonly hint: string;
}

/** `file:line:column: what is wrong; what to write instead`. */
export function problemText(problem: Problem): string {
  const mark = problem.severity === 'warning' ? 'warning: ' : '';
  const place = `${problem.file}:${problem.line}:${problem.column}`;
  return `${place}: ${mark}${problem.message}; ${problem.hint}`;
}

/** The order problems are listed in: errors first, then by their place in the file. */
export function compareProblems(a: Problem, b: Problem): number {
  if (a.severity !== b.severity) return a.severity === 'error' ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** The problems as `tocsin start` sees them: a secret that is not set keeps the bot from starting. */
export function startProblems(problems: readonly Problem[]): Problem[] {
  return problems
    .map((one): Problem => (one.kind === 'missing-secret' ? { ...one, severity: 'error' } : one))
    .toSorted(compareProblems);
}

/** True when any of the problems is an error. */
export function hasErrors(problems: readonly Pick<Problem, 'severity'>[]): boolean {
  return problems.some((one) => one.severity === 'error');
}
