import path from 'node:path';
import { startApp, ROLES, type App, type Role } from '../../src/app.ts';
import { loadConfig } from '../../src/config/load.ts';
import { loadForStart } from '../../src/config/load-for-start.ts';
import { problemText } from '../../src/config/problem.ts';
import { secretsOf } from '../../src/config/secrets.ts';
import type { Fetch } from '../../src/intake/sns/bounded-fetch.ts';
import type { SlackLimits } from '../../src/delivery/slack/slack-limits.ts';
import type { Registry } from '../../src/handlers/registry.ts';
import { createLog } from '../../src/telemetry/log.ts';

import { fetchSns, type SnsCertificate } from './world.ts';

/** Slack's limits without Slack's patience: the proxy does not insist on them unless told. */
export const NO_HURRY: SlackLimits = {
  post: { capacity: 100, perSecond: 1000 },
  update: { capacity: 100, perSecond: 1000 },
  read: { capacity: 100, perSecond: 1000 },
  list: { capacity: 100, perSecond: 1000 },
};

export interface BotOptions {
  readonly config: string;
  /** Where the config is, if it is in a file that may change; `config` is what it holds at first. */
  readonly configFile?: string;
  readonly sns: SnsCertificate;
  /** What fetches certificates and confirms subscriptions; by default it knows the signer's certificate. */
  readonly fetchSns?: Fetch;
  readonly slackLimits?: SlackLimits;
  /** Milliseconds between looks at what goes on by itself; as in production unless told. */
  readonly lookEvery?: number;
  readonly roles?: readonly Role[];
  readonly registry?: Registry;
  /** Receives each log line. */
  readonly onLog?: (line: string) => void;
}

/** The bot in this process, wired as in production but for the certificate of the local signer. */
export async function startBot(options: BotOptions): Promise<App> {
  const loaded = loadConfig({ text: options.config, env: {} });
  if (loaded.config === undefined) throw new Error(loaded.problems.map(problemText).join('\n'));
  const { config, policy } = loaded;
  const destination = { write: (line: string) => options.onLog?.(line) };
  return startApp({
    config,
    policy,
    ...(options.configFile !== undefined && {
      readConfig: () => loadForStart({ path: options.configFile ?? '', env: {} }),
      folder: path.dirname(options.configFile),
    }),
    log: createLog({ level: 'debug', secrets: secretsOf(config), destination }),
    roles: new Set(options.roles ?? ROLES),
    version: 'test',
    fetchSns: options.fetchSns ?? fetchSns(options.sns),
    slackLimits: options.slackLimits ?? NO_HURRY,
    ...(options.lookEvery !== undefined && { lookEvery: options.lookEvery }),
    ...(options.registry !== undefined && { registry: options.registry }),
  });
}
