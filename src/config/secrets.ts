import { unescape as percentDecoded } from 'node:querystring';
import type { Config } from './load.ts';
import type { PrometheusSourceConfig } from './schema/metric-source.ts';

/** Every secret of a config: what no log line may ever hold. */
export function secretsOf(config: Config): readonly string[] {
  const { slack, pagerduty, smtp, redis, intake, receivers, metrics, errors, models, web } = config;
  const { tocsin, alertmanager, grafana, sentry, pagerduty: pagerdutyHook } = intake.webhooks;
  const known: readonly (string | undefined)[] = [
    slack.bot_token,
    slack.app_token,
    slack.signing_secret,
    pagerduty.api_token,
    web?.token,
    ...passwordsIn(smtp.url),
    ...passwordsIn(redis.url),
    intake.sns.raw_secret,
    tocsin?.token,
    alertmanager?.token,
    grafana?.token,
    sentry?.secret,
    errors.sentry?.token,
    ...(pagerdutyHook?.secret ?? []),
    ...metrics.sources.flatMap((source) => (source.kind === 'prometheus' ? accessTo(source) : [])),
    ...config.actions.webhooks.flatMap(hookOf),
    ...models.flatMap(({ retrain }) => hookOf(retrain?.action.webhook)),
    ...receivers.flatMap((receiver) => receiver.pagerduty.map(({ routing_key }) => routing_key)),
    ...receivers.flatMap((receiver) =>
      receiver.webhook.flatMap((hook) => [...hookOf(hook), hook.token]),
    ),
  ];
  return known.filter((secret): secret is string => secret !== undefined && secret !== '');
}

function accessTo({ bearer_token, basic_auth, headers }: PrometheusSourceConfig) {
  return [bearer_token, basic_auth?.password, ...Object.values(headers)];
}

function hookOf(hook: { readonly url: string; readonly secret: string } | undefined) {
  return hook === undefined ? [] : [hook.url, ...passwordsIn(hook.url), hook.secret];
}

/** The password of an address, as it is written there and as it is sent. */
function passwordsIn(address: string): readonly string[] {
  const password = URL.parse(address)?.password ?? '';
  return [password, percentDecoded(password)];
}
