import path from 'node:path';
import { ConfigError } from '../../config/config-error.ts';
import { environment } from '../../config/environment.ts';
import { loadConfig, type Config } from '../../config/load.ts';

export interface RunbookConfig {
  readonly config: Config;
  /** The folder that the folders of runbooks start from. */
  readonly base: string;
}

/**
 * The config for a command that looks at runbooks: secrets it has no use for may be missing.
 *
 * @param file without one everything has its default
 * @throws ConfigError
 */
export function runbookConfig(file: string | undefined): RunbookConfig {
  const loaded = loadConfig({ ...(file !== undefined && { path: file }), env: environment() });
  if (loaded.config === undefined) {
    throw new ConfigError(loaded.problems.filter(({ severity }) => severity === 'error'));
  }
  const base = file === undefined ? '.' : path.dirname(path.resolve(file));
  return { config: loaded.config, base };
}
