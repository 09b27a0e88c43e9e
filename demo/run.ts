import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ROLES, startApp, type App } from '../src/app.ts';
import { loadConfig, type Config } from '../src/config/load.ts';
import { problemText } from '../src/config/problem.ts';
import { createLog } from '../src/telemetry/log.ts';
import { VERSION } from '../src/version.ts';
import { makeAuthority, makeSnsSigner } from './certificates.ts';
import { startDemoAws } from './cloudwatch/start.ts';
import { demoConfig, TOPICS } from './config.ts';
import { writeOrders } from './data-sets.ts';
import { ENVIRONMENT, environmentText } from './environment.ts';
import { metricsUntil } from './metrics.ts';
import { makeModels, writePredictions } from './models.ts';
import { startPagerDuty } from './pagerduty.ts';
import { FIRST_CALLED } from './pagerduty-incidents.ts';
import type { OnCallEntry } from './pagerduty-rest.ts';
import { startSentry } from './sentry.ts';
import { madeUpErrors } from './sentry-errors.ts';
import { startPrometheus } from './prometheus.ts';
import { watchPricing } from './pricing.ts';
import { preferredPort } from './preferred-port.ts';
import { startSendDoor, type DoorAnswer } from './send-door.ts';
import { startSlackProxy } from './slack/proxy.ts';
import { startWorkspace, type Workspace, type WorkspaceKind } from './slack/workspace.ts';
import type { SnsSigner } from './sns-signer.ts';
import { tellStory, type SendAlarm } from './story.ts';

export { askAgain } from './again.ts';

const CHANNELS = ['incidents', 'ops-feed'];
/** One who asks, and another who approves. */
const PEOPLE = [
  { name: 'ana', realName: 'Ana Díaz' },
  { name: 'ben', realName: 'Ben Okafor' },
];
/** The addresses people see; others are taken where these are in use. */
const PORTS = { slack: 7700, pagerduty: 7701, bot: 7702 };

/** The bot's config, in the demo's folder: its tokens are good for the demo alone. */
const CONFIG = 'tocsin.yaml';

/** Longer than the story is, in milliseconds: what is sent later begins another. */
const A_STORY = 60_000;

type Closer = () => Promise<unknown>;

/** Runs the bot in a local world until Ctrl-C, and says where to look and what to try. */
export async function runDemo({
  dataDir,
  slack = 'auto',
}: {
  readonly dataDir: string;
  /** Default: the real local Slack where it is installed, else the small one. */
  readonly slack?: WorkspaceKind;
}): Promise<void> {
  const closers: Closer[] = [];
  const stop = new AbortController();
  const stopped = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        stop.abort();
        resolve();
      });
    }
  });
  try {
    say('Starting Redis, a local Slack workspace, a PagerDuty stand-in and the bot …');
    const world = await startWorld(path.resolve(dataDir), slack, closers);
    say(whereToLook(world, dataDir));
    const { send, deployPricing, audience, workspace } = world;
    // Beside the story, which does not wait for it.
    const models = world.makeModels().then(() => say(DRIFTED), sayWhyNot);
    const tries = whatToTry(workspace, dataDir);
    const story = tellStory({ send, deployPricing, say, audience, tries, signal: stop.signal });
    await Promise.race([stopped, story]);
    await story;
    say('\nStopping …');
    await models;
  } finally {
    for (const close of closers.toReversed()) await close();
  }
  say('Stopped.');
}

/** The data folder is emptied at the start: not under a demo that runs. */
async function refuseWhileAnotherRuns(dataDir: string): Promise<void> {
  const botUrl = await readFile(path.join(dataDir, 'demo.json'), 'utf8').then(
    (text) => z.object({ botUrl: z.string() }).safeParse(JSON.parse(text)).data?.botUrl,
    () => undefined,
  );
  if (botUrl === undefined) return;
  const isAlive = await fetch(`${botUrl}/health/live`).then(
    (answer) => answer.ok,
    () => false,
  );
  if (!isAlive) return;
  throw new Error(
    `a demo runs already in ${dataDir} (its bot is at ${botUrl}): stop it, or use another --data-dir`,
  );
}

interface World {
  readonly workspace: Workspace;
  readonly pagerdutyUrl: string;
  readonly bot: App;
  readonly send: SendAlarm;
  readonly deployPricing: () => Promise<void>;
  readonly makeModels: () => Promise<void>;
  readonly audience: EventEmitter<{ again: [] }>;
}

async function startWorld(dataDir: string, kind: WorkspaceKind, closers: Closer[]): Promise<World> {
  await refuseWhileAnotherRuns(dataDir);
  await rm(dataDir, { recursive: true, force: true });
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const authority = await makeAuthority();
  const [workspace, signer, certificate] = await Promise.all([
    startWorkspace({
      kind,
      channels: CHANNELS,
      users: PEOPLE,
      port: await preferredPort(PORTS.slack),
    }),
    makeSnsSigner({ region: 'us-east-1' }),
    authority.serverCertificate(),
  ]);
  closers.push(workspace.stop);
  const slack = await startSlackProxy({
    upstream: workspace.apiUrl,
    botToken: workspace.botToken,
    appToken: workspace.appToken,
    channels: workspace.channels,
  });
  closers.push(slack.stop);
  const apiToken = randomBytes(16).toString('hex');
  const webhookSecret = randomBytes(16).toString('hex');
  const pagerduty = await startPagerDuty({
    tls: certificate,
    apiToken,
    pagePort: await preferredPort(PORTS.pagerduty),
    onCall: whoIsOnCall(Date.now()),
  });
  closers.push(pagerduty.stop);
  const prometheus = await startPrometheus(metricsUntil(Date.now()));
  closers.push(prometheus.stop);
  const sentry = await startSentry(madeUpErrors(Date.now()));
  closers.push(sentry.stop);
  let toldAt = 0;
  const aws = await startDemoAws(() => toldAt);
  closers.push(aws.stop);
  Object.assign(process.env, aws.environment);
  const caFile = path.join(dataDir, 'pagerduty-ca.pem');
  await writeFile(caFile, authority.caPem);

  await writePredictions(dataDir);
  await writeOrders(dataDir);
  const { bot, config } = await startBot(
    demoConfig({
      botToken: workspace.botToken,
      appToken: workspace.appToken,
      slackApiUrl: slack.apiUrl,
      eventsUrl: pagerduty.eventsUrl,
      apiToken,
      webhookSecret,
      caFile,
      dataDir,
      port: await preferredPort(PORTS.bot),
      prometheusPort: prometheus.port,
      sentryUrl: sentry.url,
    }),
    dataDir,
    signer,
  );
  closers.push(() => bot.stop());
  await writeFile(
    path.join(dataDir, ENVIRONMENT),
    environmentText({ TOCSIN_CONFIG: path.join(dataDir, CONFIG), ...aws.environment }),
  );
  pagerduty.subscribe({ url: `${bot.url}/v1/pagerduty`, secrets: [webhookSecret] });
  const audience = new EventEmitter<{ again: [] }>();
  const door = await startSendDoor(
    (message) => deliver(bot, signer, TOPICS.critical, message),
    () => answerTo(audience.emit('again')),
  );
  closers.push(door.stop);
  const { pricing } = aws;
  const send: SendAlarm = async (topic, message, { again = false } = {}) => {
    if (Date.now() - toldAt > A_STORY) toldAt = Date.now();
    const messageId = randomBytes(16).toString('hex');
    const times = again ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      await deliver(bot, signer, TOPICS[topic], message, messageId);
    }
  };
  closers.push(watchPricing(pricing, (message) => deliver(bot, signer, TOPICS.critical, message)));
  const token = door.token;
  await writeFile(
    path.join(dataDir, 'demo.json'),
    JSON.stringify({ sendUrl: door.url, token, botUrl: bot.url }),
    { mode: 0o600 },
  );
  return {
    workspace,
    pagerdutyUrl: pagerduty.pageUrl,
    bot,
    audience,
    makeModels: () => makeModels(config, dataDir),
    send,
    async deployPricing() {
      await deliver(bot, signer, TOPICS.warning, pricing.deployment());
      pricing.deploy();
    },
  };
}

/** The bot as in production, but that it finds the local signer's certificate where SNS's would be. */
async function startBot(
  text: string,
  dataDir: string,
  signer: SnsSigner,
): Promise<{ readonly bot: App; readonly config: Config }> {
  const loaded = loadConfig({ text, path: 'the demo', env: {} });
  // So that the other commands find the bot.
  await writeFile(path.join(dataDir, CONFIG), text, { mode: 0o600 });
  if (loaded.config === undefined) throw new Error(loaded.problems.map(problemText).join('\n'));
  const log = createLog({
    level: 'info',
    secrets: [],
    destination: createWriteStream(path.join(dataDir, 'tocsin.log')),
  });
  const bot = await startApp({
    config: loaded.config,
    policy: loaded.policy,
    log,
    roles: new Set(ROLES),
    version: VERSION,
    fetchSns: async (url) =>
      url === signer.certificateUrl
        ? new Response(signer.certificatePem)
        : new Response('only the demo’s own certificate is served here', { status: 404 }),
  });
  return { bot, config: loaded.config };
}

async function deliver(
  bot: App,
  signer: SnsSigner,
  topicArn: string,
  message: string,
  messageId?: string,
): Promise<DoorAnswer> {
  const body = signer.notification({
    topicArn,
    message,
    ...(messageId !== undefined && { messageId }),
  });
  const answer = await fetch(`${bot.url}/v1/sns`, { method: 'POST', body });
  return { status: answer.status, text: await answer.text() };
}

function answerTo(isHeard: boolean): DoorAnswer {
  return isHeard
    ? { status: 200, text: 'the story begins\n' }
    : { status: 409, text: 'the story is being told: ask again when it is over\n' };
}

function whereToLook({ workspace, pagerdutyUrl, bot }: World, dataDir: string): string {
  const note =
    workspace.kind === 'small'
      ? `
This Slack is a small one of the demo's own: it shows what the bot writes and takes no commands.
A richer local Slack exists only on Linux x64.
`
      : '';
  return `
Look here:
  Slack      ${workspace.url}   (#incidents and #ops-feed)
  PagerDuty  ${pagerdutyUrl}
  the bot    ${bot.url}/metrics, ${bot.url}/health/ready; its log: ${path.join(dataDir, 'tocsin.log')}
${note}
Ctrl-C stops everything. The story begins:
`;
}

function whatToTry({ kind }: Workspace, dataDir: string): string {
  return `${kind === 'small' ? '' : IN_SLACK}Try this, in another terminal:
  echo 'the backup failed: disk full' | bin/tocsin send -        any text becomes an alert
  bin/tocsin send some-cloudwatch-alarm.json                     or a CloudWatch alarm as SNS carries it
  bin/tocsin demo --again                                        the story once more
  Acknowledge, on PagerDuty's page                               Slack says who has it on; and the other way round

All other commands ask this bot, and its stand-in for AWS, after
  . ${path.join(dataDir, ENVIRONMENT)}
  bin/tocsin routes show
  bin/tocsin drift history churn monthly_charges                 how a feature of a model went away
  bin/tocsin watch test 'Slow API' --since 3h                    when a rule over metrics would have fired
  bin/tocsin explain 'alertname=the backup failed: disk full'    who was told, and why
  bin/tocsin silence add 'alertname=~"the backup.*"' --for 1h --by me --comment 'trying it'
  bin/tocsin ack 'alertname=the backup failed: disk full' --by me
`;
}

const IN_SLACK = `Try this in Slack, at pricing-errors in #incidents, which fires until it is rolled back:
  Do it, in its thread                                           the bot rolls back, and the alarm ends; Undo… after that
  Runbook, Start                                                 a runbook, step by step; the bot does steps 7 and 8,
                                                                 after Leave it in the thread; Act as Ben approves
  ⋯ Incident…, /incident report                                  who leads, how it stands, and what is to be learnt
  Acknowledge, Silence…, ⋯                                       as at every message that is red or yellow
Try this anywhere:
  /checklist daily, /tocsin automation, /runbook                 what is looked at daily; what is done by itself, and its switch
  the home of the app (🏠)                                       what fires, what is yours, what is silenced
  /metric api-latency 3h, /kpi, /kpi slo, /logs top-errors       made-up metrics, with graphs, and logs
  /drift churn, /drift churn monthly_charges, /model churn       a model whose customers have changed
  /quality orders                                                a data set that is not as it should be
  /errors                                                        made-up errors, to resolve and reopen
  /alerts, /tocsin help                                          what else there is

`;

const DRIFTED =
  '📉 the customers are no longer those the churn model was trained on → #ops-feed, and /drift';

function sayWhyNot(error: unknown): void {
  say(`There is no model for /drift: ${error instanceof Error ? error.message : String(error)}`);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Two levels, so that somebody can be escalated to; by week, as turns are. */
function whoIsOnCall(now: number): readonly OnCallEntry[] {
  const turn = { schedule: 'PORDERS', start: now, end: now + 7 * 86_400_000 };
  return [
    { ...turn, level: 1, name: FIRST_CALLED, email: 'olga@example.com' },
    { ...turn, level: 2, name: 'Lee Lead', email: 'lee@example.com' },
  ];
}
