import { existsSync } from 'node:fs';
import type { Environment } from './environment.ts';

const DEFAULT_PATH = './tocsin.yaml';

/**
 * The config's path: the one that was named, else `$TOCSIN_CONFIG`, else `./tocsin.yaml` if there is
 * one; undefined when there is none and everything has its default. A named file need not exist:
 * that it doesn't is for `loadConfig` to say.
 */
export function findConfig(
  named: string | undefined,
  env: Environment,
  exists: (file: string) => boolean = existsSync,
): string | undefined {
  if (named !== undefined) return named;
  const fromEnvironment = env['TOCSIN_CONFIG'];
  if (fromEnvironment !== undefined && fromEnvironment !== '') return fromEnvironment;
  return exists(DEFAULT_PATH) ? DEFAULT_PATH : undefined;
}
