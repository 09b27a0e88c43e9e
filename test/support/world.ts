import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { alarmSubject, metricAlarm, type AlarmState } from '../../demo/alarms.ts';
import { makeAuthority, makeSnsSigner } from '../../demo/certificates.ts';
import { startPagerDuty, type PagerDuty } from '../../demo/pagerduty.ts';
import { startSlackProxy, type SlackProxy } from '../../demo/slack/proxy.ts';
import { startWorkspace, type Workspace } from '../../demo/slack/workspace.ts';
import type { WorkspaceOptions } from '../../demo/slack/workspace-plan.ts';
import type { SnsSigner } from '../../demo/sns-signer.ts';
import { startRedis, type TestRedis } from './redis.ts';

export const TOPIC = 'arn:aws:sns:us-east-1:111122223333:critical-alerts';
export const WARNINGS = 'arn:aws:sns:us-east-1:111122223333:warnings';
/** What programs post plain JSON with. */
export const TOKEN = 'test-token-0123456789';
export const ROUTING_KEY = 'R0123456789ABCDEF0123456789ABCDE';
/** One for each of ten teams: PagerDuty's rate limit is one of each key. */
export const TEAM_KEYS = Array.from(
  { length: 10 },
  (_, index) => `${ROUTING_KEY.slice(0, -1)}${index}`,
);

/** Everything outside the bot, for real: Redis, Slack behind the checking proxy, PagerDuty, SNS's key. */
export interface World {
  readonly redis: TestRedis;
  readonly workspace: Workspace;
  readonly slack: SlackProxy;
  readonly pagerduty: PagerDuty;
  readonly sns: SnsSigner;
  /** The file with the certificate authority of the PagerDuty stand-in. */
  readonly caFile: string;
  readonly folder: string;
  readonly stop: () => Promise<void>;
}

/** Somebody who is on call, whenever it is. */
const KIM = { schedule: 'PSCHED1', name: 'Kim Lee', email: 'kim@example.com', start: 0, end: 1e15 };

export async function startWorld(
  channels: readonly string[],
  options: Pick<WorkspaceOptions, 'users' | 'requestUrl'> = {},
): Promise<World> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tocsin-world-'));
  const authority = await makeAuthority();
  const [redis, workspace, sns, certificate] = await Promise.all([
    startRedis(),
    startWorkspace({ channels, ...options }),
    makeSnsSigner({ region: 'us-east-1' }),
    authority.serverCertificate(),
  ]);
  const [slack, pagerduty] = await Promise.all([
    startSlackProxy({
      upstream: workspace.apiUrl,
      botToken: workspace.botToken,
      appToken: workspace.appToken,
      channels: workspace.channels,
    }),
    startPagerDuty({
      tls: certificate,
      routingKeys: [ROUTING_KEY, ...TEAM_KEYS],
      onCall: [{ ...KIM, level: 2 }],
    }),
  ]);
  const caFile = path.join(folder, 'ca.pem');
  await writeFile(caFile, authority.caPem);
  return {
    redis,
    workspace,
    slack,
    pagerduty,
    sns,
    caFile,
    folder,
    async stop() {
      await Promise.all([slack.stop(), pagerduty.stop(), workspace.stop(), redis.stop()]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/**
 * A config for this world: one critical route that pages, everything else to #ops-feed. Alarms are
 * not read back unless told.
 */
export function configFor(world: World, extra = '', reconcile = '{ sources: [] }'): string {
  return `
slack: { bot_token: "${world.workspace.botToken}", app_token: "${world.workspace.appToken}", api_url: "${world.slack.apiUrl}" }
pagerduty: { events_url: "${world.pagerduty.eventsUrl}", ca_file: "${world.caFile}" }
redis: { url: "${world.redis.url}" }
http: { listen: "127.0.0.1:0" }
intake:
  sns: { topics: [ { arn: "${TOPIC}", severity: critical }, { arn: "${WARNINGS}", severity: warning } ] }
  webhooks: { tocsin: { token: ${TOKEN} } }
reconcile: ${reconcile}
${extra === '' ? DEFAULT_ROUTES : extra}`;
}

const DEFAULT_ROUTES = `
route:
  receiver: ops
  group_by: [alertname, account, region]
  group_wait: 0s
  group_interval: 1s
  routes:
    - { id: page, matchers: ['severity="critical"'], receiver: page }
receivers:
  - { name: ops, slack: [ { channel: "#ops-feed" } ] }
  - { name: page, slack: [ { channel: "#incidents" } ], pagerduty: [ { routing_key: "${ROUTING_KEY}" } ] }
`;

/** Routes for `configFor`: alarms of one API are one group, which pages. */
export const PAGE_BY_API = `
route: { receiver: page, group_by: [ApiName], group_wait: 0s, group_interval: 1s }
receivers:
  - { name: page, slack: [ { channel: "#incidents" } ], pagerduty: [ { routing_key: "${ROUTING_KEY}" } ] }
`;

export type SnsCertificate = Pick<SnsSigner, 'certificateUrl' | 'certificatePem'>;

/** The certificate endpoint of SNS, as the bot would find it, for one signer. */
export function fetchSns(sns: SnsCertificate): (url: string) => Promise<Response> {
  return async (url) =>
    url === sns.certificateUrl
      ? new Response(sns.certificatePem)
      : new Response('there is no such certificate', { status: 404 });
}

export interface AlarmOptions {
  readonly name?: string;
  readonly api?: string;
  readonly state?: AlarmState;
  readonly at?: Date;
  readonly description?: string;
  readonly value?: number;
  readonly messageId?: string;
  readonly topicArn?: string;
  readonly timestamp?: Date;
  readonly version?: '1' | '2';
}

/** A signed SNS notification of a CloudWatch alarm. */
export function signedAlarm(sns: SnsSigner, options: AlarmOptions = {}): string {
  const { name = 'orders-api-5xx', state = 'ALARM', at = new Date(), value = 12.5 } = options;
  const alarm = {
    name,
    state,
    region: 'us-east-1',
    account: '111122223333',
    namespace: 'AWS/ApiGateway',
    metric: '5XXError',
    dimensions: { ApiName: options.api ?? 'orders-api' },
    statistic: 'Average',
    period: 60,
    threshold: 10,
    comparison: 'GreaterThanThreshold',
    value,
    at,
    ...(options.description !== undefined && { description: options.description }),
  } as const;
  return sns.notification({
    topicArn: options.topicArn ?? TOPIC,
    message: metricAlarm(alarm),
    subject: alarmSubject(alarm),
    ...(options.messageId !== undefined && { messageId: options.messageId }),
    ...(options.timestamp !== undefined && { timestamp: options.timestamp }),
    ...(options.version !== undefined && { version: options.version }),
  });
}

/** Posts to the bot and returns the status. */
export async function postSns(
  url: string,
  body: string | Uint8Array<ArrayBuffer>,
): Promise<number> {
  const answer = await fetch(`${url}/v1/sns`, { method: 'POST', body });
  await answer.text();
  return answer.status;
}

/** Posts alerts as plain JSON, with the token unless told. */
export function postAlerts(
  url: string,
  alerts: readonly object[],
  headers: Readonly<Record<string, string>> = { authorization: `Bearer ${TOKEN}` },
): Promise<Response> {
  return fetch(`${url}/v1/alerts`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ alerts }),
  });
}
