import type { Config } from './load.ts';

/** What a bot takes from its config only when it starts, and how it is compared. */
const FIXED: readonly (readonly [string, (config: Config) => unknown])[] = [
  ['http.listen', ({ http }) => http.listen],
  ['redis.url', ({ redis }) => redis.url],
  ['data_dir', ({ data_dir: folder }) => folder],
  ['recordings', ({ recordings }) => recordings],
  ['slack.mode', ({ slack }) => slack.mode],
  ['slack.signing_secret', ({ slack }) => slack.signing_secret],
  ['slack.app_token', ({ slack }) => slack.app_token],
  ['slack.bot_token', ({ slack }) => slack.bot_token],
  ['slack.api_url', ({ slack }) => slack.api_url],
];

/** The keys in which two configs differ and that take full effect only when the bot starts. */
export function needRestart(running: Config, next: Config): readonly string[] {
  return FIXED.filter(
    ([, read]) => JSON.stringify(read(running)) !== JSON.stringify(read(next)),
  ).map(([key]) => key);
}
