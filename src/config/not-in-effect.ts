import type { Finding } from './problem.ts';
import { pathText, select, type ConfigNode } from './tree.ts';

/**
 * What is read and checked but does nothing yet, as patterns of tree.ts's `select`. Whoever makes one
 * of them work deletes its line.
 */
const NOT_IN_EFFECT: readonly string[] = ['http.public_url'];

/** A warning for everything in the file that has no effect in this version. */
export function findNotInEffect(root: ConfigNode): Finding[] {
  return NOT_IN_EFFECT.flatMap((pattern) =>
    select(root, pattern).map(({ path, offset }): Finding => {
      const message = `${pathText(root, path)} is read and checked but has no effect in this version`;
      const hint = 'leave it for a later version, or take it out';
      return { severity: 'warning', kind: 'no-effect', offset, message, hint };
    }),
  );
}

/** Whether what a pattern of the table stands for works in this version. */
export function isInEffect(pattern: string): boolean {
  return !NOT_IN_EFFECT.includes(pattern);
}
