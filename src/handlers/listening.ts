import { LogLevel, type Logger } from '@slack/bolt';
import type { Registry } from './registry.ts';
import type { Submit } from './submit.ts';

/** What it takes to listen to Slack, in whichever mode. */
export interface ListenOptions {
  readonly registry: Registry;
  readonly submit: Submit;
  readonly botToken: string;
  readonly apiUrl: string;
  readonly onError: (error: unknown) => void;
}

/** What goes wrong comes to `onError`; the libraries' own words would only repeat it. */
export const quiet: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};
