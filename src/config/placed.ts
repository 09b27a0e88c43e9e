import { compareProblems, type Finding, type Problem } from './problem.ts';

/** Findings with their lines and columns, in order, each once (an alias is read where it is used). */
export function placed(
  findings: readonly Finding[],
  file: string,
  place: (offset: number) => { readonly line: number; readonly column: number },
): Problem[] {
  const problems = findings.map(({ severity, kind, offset, message, hint }): Problem => {
    return { severity, kind, file, ...place(offset), message, hint };
  });
  const seen = new Set<string>();
  return problems
    .filter((one) => {
      const key = JSON.stringify([one.line, one.column, one.message]);
      return !seen.has(key) && seen.add(key);
    })
    .toSorted(compareProblems);
}
