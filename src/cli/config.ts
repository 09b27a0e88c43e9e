import { ConfigError } from '../config/config-error.ts';
import { environment } from '../config/environment.ts';
import { findConfig } from '../config/find.ts';
import { loadConfig, type Config } from '../config/load.ts';
import type { Policy } from '../rules/policy.ts';

/**
 * The config for a command that looks into a bot: secrets it has no use for may be missing.
 *
 * @param named the file, if one was named
 * @throws ConfigError
 */
export function readConfig(named: string | undefined): {
  readonly config: Config;
  readonly policy: Policy;
} {
  const env = environment();
  const path = findConfig(named, env);
  const { config, policy, problems } = loadConfig({ ...(path !== undefined && { path }), env });
  if (config !== undefined) return { config, policy };
  throw new ConfigError(problems.filter(({ severity }) => severity === 'error'));
}
