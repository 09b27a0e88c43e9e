import type { Finding } from './problem.ts';
import type { Config } from './schema/config.ts';
import { offsetAt, type ConfigNode } from './tree.ts';

/** In HTTP mode anybody can send: only what is signed comes from Slack. */
export function findMissingSigningSecret({ slack }: Config, root: ConfigNode): Finding[] {
  if (slack.mode !== 'http' || slack.bot_token === '' || slack.signing_secret !== '') return [];
  const message = 'slack.signing_secret is empty, and slack.mode is http';
  const hint = 'write it (the app’s Basic Information, Signing Secret), or mode: socket';
  const offset = offsetAt(root, ['slack', 'mode']);
  return [{ severity: 'warning', kind: 'missing-secret', offset, message, hint }];
}
