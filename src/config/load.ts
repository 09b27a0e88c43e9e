import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Policy } from '../rules/policy.ts';
import { crossCheck } from './cross-checks.ts';
import { declaredNames } from './declared-names.ts';
import type { Environment } from './environment.ts';
import { LATER_SECTIONS } from './later-sections.ts';
import { withLogReceiver } from './log-receiver.ts';
import { findMailServer } from './mail-server.ts';
import { findMissingSigningSecret } from './slack-mode.ts';
import { placed } from './placed.ts';
import { compilePolicy } from './policy.ts';
import { hasErrors, type Problem } from './problem.ts';
import { findReceiverUse } from './receiver-use.ts';
import { readFailure, resolveValues } from './resolve.ts';
import { configSchema, type Config } from './schema/config.ts';
import { findSeverityMatchers } from './severity-matchers.ts';
import { validate } from './validate.ts';
import { readYaml } from './yaml-tree.ts';

export type { Config } from './schema/config.ts';

export interface ConfigSource {
  /** The file. Without it, and without `text`, everything has its default. */
  readonly path?: string;
  /** The file's content, where it needn't be read; `path` then only names it. */
  readonly text?: string;
  readonly env: Environment;
  /** Reads a text file, UTF-8. @throws when it can't be read. */
  readonly readFile?: (file: string) => string;
}

/** A config with an error in it is none: there is nothing to run with. */
export type LoadedConfig =
  | { readonly config: Config; readonly policy: Policy; readonly problems: readonly Problem[] }
  | {
      readonly config: undefined;
      readonly policy: undefined;
      readonly problems: readonly Problem[];
    };

const CONFIG = {
  schema: configSchema,
  example: 'route: and receivers:',
  later: LATER_SECTIONS,
};

/** What a config that is in no file is called in problems. */
const NO_FILE = 'tocsin.yaml';

/**
 * Reads a config and finds everything that is wrong with it at once. Never throws for what is in a
 * file: problems say it, errors first, each with its place. A secret that is not set is a warning
 * here (`kind: 'missing-secret'`); `startProblems` makes it the error it is for a bot that starts.
 */
export function loadConfig(source: ConfigSource): LoadedConfig {
  const file = source.path ?? NO_FILE;
  const readFile = source.readFile ?? ((name: string) => readFileSync(name, 'utf8'));
  let text = source.text ?? '';
  if (source.text === undefined && source.path !== undefined) {
    try {
      text = readFile(source.path);
    } catch (error) {
      return failed([unreadable(file, error)]);
    }
  }
  const yaml = readYaml(text);
  const folder = path.dirname(path.resolve(file));
  const resolved = resolveValues(yaml.root, { env: source.env, readFile, folder });
  const declared = declaredNames(yaml.root);
  const { value: config, root, findings } = validate(CONFIG, yaml.root);
  const found = [
    ...yaml.findings,
    ...resolved,
    ...findings,
    ...crossCheck(config, root, declared),
    ...findMailServer(config, root),
    ...findSeverityMatchers(root),
    ...findMissingSigningSecret(config, root),
  ];
  if (!hasErrors(found)) found.push(...findReceiverUse(config, root));
  const problems = placed(found, file, yaml.place);
  if (hasErrors(problems)) return failed(problems);
  const complete = { ...config, receivers: withLogReceiver(config.receivers, config.route) };
  return { config: complete, policy: compilePolicy(complete), problems };
}

function failed(problems: readonly Problem[]): LoadedConfig {
  return { config: undefined, policy: undefined, problems };
}

function unreadable(file: string, error: unknown): Problem {
  const message = `the file can't be read: ${readFailure(error)}`;
  const hint = 'name the config with --config or $TOCSIN_CONFIG, or write ./tocsin.yaml';
  const kind = 'unreadable-file';
  return { severity: 'error', kind, file, line: 1, column: 1, message, hint };
}
