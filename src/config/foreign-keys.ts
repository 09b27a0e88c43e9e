import { plain, type ConfigNode } from './tree.ts';

/** Keys of Alertmanager's file that are called otherwise here. */
const RENAMED: Readonly<Record<string, string>> = {
  slack_configs: 'write slack: [ { channel: "#channel" } ]',
  pagerduty_configs: 'write pagerduty: [ { routing_key: … } ]',
  email_configs: 'write email: [ { to: [name@example.com] } ]',
  webhook_configs: 'write webhook: [ { url: … } ]',
  global:
    'write resolve_timeout: at the top; addresses and tokens are in slack:, pagerduty:, smtp:',
  templates: 'take it out: messages have no templates',
};

const DEPRECATED: Readonly<Record<string, readonly [string, string]>> = {
  match: ['matchers', '='],
  match_re: ['matchers', '=~'],
  source_match: ['source_matchers', '='],
  source_match_re: ['source_matchers', '=~'],
  target_match: ['target_matchers', '='],
  target_match_re: ['target_matchers', '=~'],
};

/** What to write instead of a key that Alertmanager has, or had; undefined for other keys. */
export function foreignKeyHint(key: string, value: ConfigNode | undefined): string | undefined {
  const deprecated = Object.hasOwn(DEPRECATED, key) ? DEPRECATED[key] : undefined;
  if (deprecated === undefined) return Object.hasOwn(RENAMED, key) ? RENAMED[key] : undefined;
  const [instead, operator] = deprecated;
  const texts =
    value?.kind === 'map'
      ? value.entries.map(
          (one) => `'${one.key}${operator}${JSON.stringify(plain(one.node) ?? '')}'`,
        )
      : [`'name${operator}"value"'`];
  return `write ${instead}: [${texts.join(', ')}]`;
}
