import { answersConfig } from './answers.ts';
import { dataSetsConfig } from './data-sets.ts';
import { metricsConfig } from './metrics.ts';
import { modelsConfig } from './models.ts';
import { errorsConfig } from './sentry.ts';

/** The topics that the demo's alarms come through. */
export const TOPICS = {
  critical: 'arn:aws:sns:us-east-1:111122223333:critical-alerts',
  warning: 'arn:aws:sns:us-east-1:111122223333:warnings',
} as const;

export interface DemoPlaces {
  readonly botToken: string;
  readonly appToken: string;
  readonly slackApiUrl: string;
  /** Of PagerDuty's both APIs. */
  readonly eventsUrl: string;
  readonly apiToken: string;
  /** What PagerDuty signs its webhooks with. */
  readonly webhookSecret: string;
  readonly caFile: string;
  readonly dataDir: string;
  readonly port: number;
  readonly prometheusPort: number;
  readonly sentryUrl: string;
}

/** The demo's config: as a team would write it, but for the local addresses and the short times. */
export function demoConfig(places: DemoPlaces): string {
  const text = JSON.stringify;
  return `
slack:
  bot_token: ${text(places.botToken)}
  app_token: ${text(places.appToken)}
  api_url: ${text(places.slackApiUrl)}
pagerduty:
  events_url: ${text(places.eventsUrl)}
  api_url: ${text(places.eventsUrl)}
  api_token: ${text(places.apiToken)}
  from: tocsin@example.com
  ca_file: ${text(places.caFile)}
http: { listen: "127.0.0.1:${places.port}" }
data_dir: ${text(places.dataDir)}
intake:
  sns:
    topics:
      - { arn: "${TOPICS.critical}", severity: critical }
      - { arn: "${TOPICS.warning}", severity: warning }
  webhooks:
    pagerduty: { secret: ${text(places.webhookSecret)} }
${metricsConfig(places.prometheusPort, ['{ name: aws, region: us-east-1 }'])}watch:
  - name: Slow API
    metrics: { latency: api-latency }
    when: latency > 400
    clear: latency < 350
    for: 3m
    severity: warning
    annotations: { runbook: high-latency, resolution: 'Look at what was deployed, and at the database.' }
logs:
  log_groups: [ /aws/lambda/checkout ]
  queries:
    top-errors:
      description: the ten errors that come most often
      query: filter event_type = "error" | stats count(*) as errors by error_type | sort errors desc | limit 10
${errorsConfig(places.sentryUrl)}${modelsConfig(places.dataDir)}${dataSetsConfig(places.dataDir)}${answersConfig()}# The alarms are made up: CloudWatch knows nothing of them.
reconcile: { sources: [] }
# Whoever looks at the demo may try all its commands.
access: { default: operator }
# As the stand-in for PagerDuty has it.
oncall: [ { name: orders, escalation_policy: PPOLICY } ]
classify:
  - { matchers: ['alertname=~"(orders|checkout)-.*prod-.*"'], labels: { service: orders-api } }
route:
  receiver: ops
  group_by: [service, alertname]
  group_wait: 300ms
  group_interval: 1s
  repeat_interval: 1h
  routes:
    - { id: models, matchers: ['team="ml"'], receiver: ops, group_by: [model, alertname] }
    - id: page
      matchers: ['severity=~"critical|error"']
      receiver: on-call
      group_wait: 0s
      routes:
        - { matchers: ['service="orders-api"'], group_by: [service, region] }
receivers:
  - { name: ops, slack: [ { channel: "#ops-feed" } ] }
  - name: on-call
    slack: [ { channel: "#incidents" } ]
    pagerduty: [ { routing_key: DEM0DEM0DEM0DEM0DEM0DEM0DEM0DEM0 } ]
`;
}
