import path from 'node:path';
import { hasErrors, type Problem } from '../../config/problem.ts';
import type { ParsedRunbook } from '../../runbooks/format/parse.ts';
import type { Folders } from './runbook-library.ts';

/**
 * What was read, where files that got broken and folders that can't be read are as they last were when they were good.
 * The problems are those of everything that is not as its file.
 */
export function withLastGood(read: Folders, before: Folders): Folders {
  const unreadable = new Set(read.problems.map(({ file }) => file));
  const mistakes: Problem[] = [];
  const kept = (now: readonly ParsedRunbook[], then: readonly ParsedRunbook[]): ParsedRunbook[] => {
    const good = new Map(then.filter(isGood).map((one) => [one.file, one]));
    const missing = [...good.values()].filter(
      ({ file }) => unreadable.has(file) || unreadable.has(path.dirname(file)),
    );
    const there = now.flatMap((one) => {
      if (isGood(one)) return one;
      mistakes.push(...one.problems.filter(({ severity }) => severity === 'error'));
      return good.get(one.file) ?? one;
    });
    return [...there, ...missing];
  };
  const shipped = kept(read.shipped, before.shipped);
  const own = kept(read.own, before.own);
  return { shipped, own, problems: [...read.problems, ...mistakes] };
}

function isGood({ problems }: ParsedRunbook): boolean {
  return !hasErrors(problems);
}
