import { LogLevel, type Logger } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
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

const CALL_TIMEOUT = 10_000;

/** How Slack is called by who listens: once, and not for ever. */
export function clientOptions({ apiUrl }: Pick<ListenOptions, 'apiUrl'>): WebClientOptions {
  return { slackApiUrl: apiUrl, retryConfig: { retries: 0 }, timeout: CALL_TIMEOUT };
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
