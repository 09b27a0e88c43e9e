import { loadConfig, type ConfigSource, type LoadedConfig } from './load.ts';
import { hasErrors, startProblems } from './problem.ts';

/** The config for a bot that is to run with it: a secret that is not set is an error here. */
export function loadForStart(source: ConfigSource): LoadedConfig {
  const loaded = loadConfig(source);
  const problems = startProblems(loaded.problems);
  if (loaded.config === undefined || hasErrors(problems)) {
    return { config: undefined, policy: undefined, problems };
  }
  return { ...loaded, problems };
}
