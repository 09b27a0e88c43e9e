import type { Environment } from '../../src/config/environment.ts';
import { loadConfig } from '../../src/config/load.ts';
import { problemText } from '../../src/config/problem.ts';

/** What `tocsin check` would say about a text in `t.yaml`. */
export function problemLines(text: string, env: Environment = {}): string[] {
  return loadConfig({ path: 't.yaml', text, env, readFile: noFile }).problems.map(problemText);
}

/** Reads no file: as if none were there. */
export function noFile(): never {
  throw Object.assign(new Error('ENOENT'), { code: 'ENOENT' });
}
