import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isLocalSlackInstalled } from '../../demo/slack/workspace.ts';
import type { App } from '../../src/app.ts';
import { createRedisAudit } from '../../src/store/redis/audit.ts';
import { keysOf } from '../../src/store/redis/keys.ts';
import { errorsConfig, startSentry, type SentryStandIn } from '../../demo/sentry.ts';
import { madeUpErrors } from '../../demo/sentry-errors.ts';
import { startBot } from '../support/bot.ts';
import { startCloudWatchLogs, type CloudWatchLogs } from '../../demo/cloudwatch/logs.ts';
import { saidTo } from '../support/direct-messages.ts';
import { startPrometheus, type Prometheus } from '../support/prometheus.ts';
import { untilQuiet } from '../support/quiet.ts';
import { textOf } from '../support/seen.ts';
import { slackUser, untilListening, type SlackUser } from '../support/slack-user.ts';
import { until } from '../support/wait.ts';
import { configFor, postAlerts, startWorld, type World } from '../support/world.ts';

const EVIL = '<!channel> *bold* <https://evil.example|console>';

/** A time of day (UTC) at which no test runs: what begins or ends then is announced. */
function farFromNow(): string {
  const hour = (new Date().getUTCHours() + 12) % 24;
  return `${String(hour).padStart(2, '0')}:00`;
}

describe.skipIf(!isLocalSlackInstalled())('in Slack', () => {
  let world: World;
  let prometheus: Prometheus;
  let logs: CloudWatchLogs;
  let sentry: SentryStandIn;
  let bot: App;
  let ana: SlackUser;
  let bob: SlackUser;

  beforeAll(async () => {
    const users = [
      { name: 'ana', realName: 'Ana Ruiz' },
      { name: 'bob', realName: 'Bob Okafor' },
    ];
    world = await startWorld(['incidents', 'ops-feed'], { users });
    ana = slackUser(world, 'ana');
    prometheus = await startPrometheus();
    logs = await startCloudWatchLogs();
    sentry = await startSentry(madeUpErrors(Date.now()));
    vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH_LOGS', logs.url);
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
    const queue = { labels: {}, at: (moment: number) => (moment / 60_000) % 10 };
    prometheus.series.set('sum(queue_depth)', [queue]);
    bob = slackUser(world, 'bob');
    const more = `
route: { id: root, receiver: ops, group_by: [alertname], group_wait: 0s, group_interval: 1s }
receivers: [ { name: ops, slack: [ { channel: "#incidents" } ] } ]
maintenance: [ { name: weekly, matchers: ['team="data"'], start: "2026-01-06T${farFromNow()}", duration: 1h, repeat: "FREQ=DAILY" } ]
oncall: [ { name: data, rotation: { people: [ { name: Dora Deck, slack: "${ana.id}" } ], start: "2026-01-05T09:00" } } ]
access: { operator: ["${ana.id}"] }
metrics:
  sources: [ { name: prom, url: "${prometheus.url}" }, { name: aws, region: us-east-1 } ]
  saved: { queue-depth: { title: Queue depth, promql: 'sum(queue_depth)', thresholds: { critical: '> 10' } } }
logs:
  log_groups: [/aws/lambda/checkout]
  queries: { request: { query: 'filter request_id = {{id}}' } }
${errorsConfig(sentry.url)}`;
    bot = await startBot({ config: configFor(world, more), sns: world.sns });
    await postAlerts(bot.url, [
      { labels: { alertname: 'disk-full', team: 'data', severity: 'warning' } },
      { labels: { alertname: 'orders-5xx', team: 'shop', severity: 'critical' } },
      { labels: { alertname: EVIL, team: 'evil', severity: 'info' } },
    ]);
    await untilQuiet(world.redis);
    await untilListening(world);
  });
  afterAll(async () => {
    await bot.stop();
    await world.stop();
    await prometheus.stop();
    await logs.stop();
    await sentry.stop();
    vi.unstubAllEnvs();
  });

  async function text(user: SlackUser, line: string): Promise<string> {
    return textOf(await user.asks(line));
  }

  async function deeds(action: string): Promise<readonly string[]> {
    const found: string[] = [];
    const audit = createRedisAudit(world.redis.client, keysOf('tocsin'));
    for await (const deed of audit.list()) if (deed.action === action) found.push(deed.actor);
    return found;
  }

  test('/alerts lists what fires, the worst first, with the messages that tell of it', async () => {
    const { text: said, blocks } = await ana.asks('/alerts');
    expect(said.split('\n')).toEqual([
      '3 alerts fire, in 3 groups. The worst first:',
      '🔴 orders-5xx',
      '🟡 disk-full',
      expect.stringMatching(/^🔵 <\u200b!channel>/u),
    ]);
    const sent = world.slack.calls.findLast(({ method }) => method === 'response_url');
    expect(sent?.args['text']).toContain('🔵 &lt;!channel&gt;');
    expect(sent?.args['text']).not.toContain('<');
    expect(JSON.stringify(blocks)).toMatch(/<https?:[^|]*archives[^|]*\|message>/u);
    expect(JSON.stringify(blocks)).toMatch(/since \d\d:\d\d/u);
  });

  test('text from outside stands only where nothing is parsed', async () => {
    const { blocks } = await ana.asks('/alerts team=evil');
    const parsed = JSON.stringify(blocks, (_, value) =>
      value?.type === 'plain_text' ? undefined : value,
    );
    expect(JSON.stringify(blocks)).toContain(EVIL);
    expect(parsed).not.toContain('channel');
    expect(parsed).not.toContain('evil');
  });

  test('/alerts takes a severity and matchers, as phones write them', async () => {
    expect(await text(ana, '/alerts P0')).toContain('1 alert fires. The worst first:');
    expect(await text(ana, '/alerts team=~“data|ml” warning')).toContain('🟡 disk-full');
    expect(await text(ana, '/alerts critical team=data')).toContain('Nothing fires.');
    expect(await text(ana, '/alerts orders')).toContain('neither a severity nor a matcher');
  });

  test('/ack by two people at once: one has it on, the other is told who', async () => {
    const line = '/ack alertname=orders-5xx';
    const answers = await Promise.all([text(ana, line), text(bob, line)]);
    const mine = answers.filter((answer) => answer.includes('✅ you have it on'));
    const others = answers.filter((answer) => /(?:Ana Ruiz|Bob Okafor) has it"/u.test(answer));
    expect([mine.length, others.length]).toEqual([1, 1]);
    expect(await deeds('acknowledged')).toHaveLength(1);
    expect(await text(ana, `${line} --take-over —for 2h`)).toContain('✅ you have it on until');
    expect(await deeds('acknowledged')).toContain(`slack:${ana.id}`);
    expect(await text(ana, '/alerts —mine')).toContain('1 alert fires');
    expect(await text(bob, '/alerts --mine')).toContain('Nothing fires');
    expect(await text(bob, '/ack undo alertname=orders-5xx')).toContain(
      'Ana Ruiz has it on no more',
    );
    expect(await deeds('unacknowledged')).toEqual([`slack:${bob.id}`]);
    expect(await text(ana, line)).toContain('✅ you have it on');
    expect(await text(bob, '/ack undo')).toContain('Nothing fires that you have on');
    expect(await text(ana, '/ack undo')).toContain('Ana Ruiz has it on no more');
  });

  test('/ack asks which one is meant, and knows a key by its beginning', async () => {
    expect(await text(bob, '/ack')).toContain('3 groups fire that nobody has on');
    expect(await text(bob, '/ack alertname=orders-5x')).toContain('the nearest are root.');
    expect(await text(bob, '/ack nonsense')).toContain('There is no group nonsense');
    expect(await text(bob, '/ack root.')).toContain('may be one of several groups');
  });

  test('/silence says what it would mute, mutes it, shows it, lists it and ends it', async () => {
    expect(await text(bob, '/silence team=data --dry-run')).toContain(
      'It would mute 1 alert that fires now: disk-full (warning).',
    );
    expect(await text(bob, '/silence list')).toContain('There are no silences.');
    const said = await text(bob, '/silence 3h team=~"data|ml" deploying, don’t worry');
    expect(said).toContain('Silenced. It mutes 1 alert that fires now: disk-full (warning).');
    expect(said).toContain('deploying, don’t worry');
    const [silence] = await silences();
    expect(silence).toMatchObject({ createdBy: 'Bob Okafor', comment: 'deploying, don’t worry' });
    expect(await deeds('silenced')).toEqual([`slack:${bob.id}`]);
    await until('the message shows it at once', async () => {
      const shown = (await world.workspace.messages('incidents')).map(textOf);
      return shown.some((one) => one.includes('disk-full') && one.includes('🔕'));
    });
    expect(await text(ana, '/silence lst')).toContain('/silence list');
    expect(await text(ana, '/silence list')).toContain('Bob Okafor');
    expect(await text(ana, `/silence expire ${silence?.id.slice(0, 6)}`)).toContain('It is over:');
    expect(await text(ana, `/silence expire ${silence?.id}`)).toContain('is over already');
    expect(await deeds('silence-expired')).toEqual([`slack:${ana.id}`]);
  });

  test('/silence for more than a day takes an operator, and says who is one', async () => {
    const refused = await bob.asks('/silence 25h team=data');
    expect(refused.text).toMatch(/takes the role \*operator\*, and yours is \*responder\*/u);
    expect(refused.text).toContain(`<@${ana.id}>`);
    expect(await text(bob, '/silence 24h team=nobody')).toContain('Silenced.');
    expect(await text(ana, '/silence 25h team=nobody2')).toContain('Silenced.');
  });

  test.each([
    ['/silence 2h', 'No matcher is there'],
    ['/silence 2h team=~".*"', 'holds for every alert'],
    ['/silence 2 team=data', 'is not a duration'],
    ['/silence 2h "team=data', 'don’t end'],
    ['/silence 2h team=data --dry', 'write --dry-run'],
    ['/silence expire', 'No silence is named'],
    ['/silence expire zzz', '/silence list shows'],
  ])('%s says what is wrong', async (line, why) => {
    const before = (await silences()).length;
    expect(await text(bob, line)).toContain(why);
    expect(await silences()).toHaveLength(before);
  });

  test('/maintenance is begun and ended by operators, and seen by all', async () => {
    expect(await text(bob, '/maintenance')).toContain('🔧 weekly: team=');
    const begun = '/maintenance start 3h namespace=AWS/RDS upgrade to 17';
    expect(await text(bob, begun)).toContain('takes the role *operator*');
    expect(await text(ana, '/maintenance start 3h namespace=AWS/RDS')).toContain('says why');
    expect(await text(ana, begun)).toContain('Maintenance has begun. Of what fires now it mutes');
    expect(await text(bob, '/maintenance')).toContain('upgrade to 17');
    expect(await text(ana, '/maintenance end')).toContain('Maintenance is over:');
    expect(await text(ana, '/maintenance end')).toContain('You began no maintenance');
    expect(await text(bob, '/maintenance')).not.toContain('upgrade to 17');
  });

  test('/oncall says who is', async () => {
    const said = await text(bob, '/oncall');
    expect(said).toContain('data: Dora Deck');
    expect(said).toContain(`<@${ana.id}>`);
    expect(await text(bob, '/oncall dat')).toContain('There is no on-call schedule "dat"');
  });

  test('/oncall for everybody to see mentions nobody', async () => {
    await ana.types('/oncall --public');
    const said = await until('it is said', async () =>
      (await world.workspace.messages('ops-feed')).find(
        (one) => one['ephemeral_to'] === undefined && textOf(one).includes('data: Dora Deck'),
      ),
    );
    expect(textOf(said)).not.toContain('<@');
  });

  test('/metric shows figures and a graph to everybody, in one message', async () => {
    await ana.types('/metric queue-depth 1h');
    const said = await until('it is said', async () =>
      (await world.workspace.messages('ops-feed')).find(
        (one) => one['ephemeral_to'] === undefined && textOf(one).includes('slack_file'),
      ),
    );
    expect(said.text).toMatch(/^Queue depth\nlatest \d\nmin 0 · mean 4\.5 · max 9$/mu);
    expect(textOf(said)).toMatch(/"alt_text":"Queue depth: .*Latest \d/u);
    expect(textOf(said)).toContain('Never over critical 10.');
    const uploads = world.slack.calls.filter(({ method }) => method.startsWith('files.'));
    expect(uploads.map(({ method }) => method)).toEqual([
      'files.getUploadURLExternal',
      'files.completeUploadExternal',
      'files.info',
    ]);
    expect((await ana.asks('/metric queue-dept 1h')).text).toContain('Did you mean …');
  });

  test('/logs shows what a saved query finds, and gives all of it in a file', async () => {
    const rows = Array.from({ length: 30 }, (_, at) => ({ '@message': `${EVIL} ${at}` }));
    logs.steps = [{ status: 'Complete', bytesScanned: 3e9, rows }];
    const said = await ana.asks('/logs request 8f2c');
    expect(logs.inputs('StartQuery')).toMatchObject([
      { queryString: 'filter request_id = "8f2c"' },
    ]);
    expect(said.text).toContain('Found 30 rows.');
    expect(textOf(said)).toContain('3 GB scanned, about $0.015');
    expect(textOf(said)).toContain('in the file in our direct messages');
    expect(said.text).not.toContain('<!channel>');
    const got = await saidTo(world.workspace, 'ana');
    expect(JSON.stringify(got)).toContain('.csv');
    expect((await ana.asks('/logs request')).text).toContain('write id=…');
    expect((await bob.asks('/logs run "fields @message"')).text).toContain('operator');
  });

  test('/errors shows errors; everybody sees who resolves one, and who is second hears that', async () => {
    const { text: said, blocks } = await ana.asks('/errors 7d project=web');
    expect(said).toContain('2 unresolved errors over 7 d in web');
    expect(JSON.stringify(blocks)).toContain('/errors resolve WEB-1A');
    await bob.types('/errors resolve WEB-1A');
    const done = await until('it is resolved', async () =>
      (await world.workspace.messages('ops-feed')).find((one) => one.text.includes('✅')),
    );
    expect(done.text).toContain('Bob Okafor resolved WEB-1A');
    expect(done['ephemeral_to']).toBeUndefined();
    expect(await deeds('error-resolved')).toEqual([`slack:${bob.id}`]);
    expect(sentry.errors[0]?.status).toBe('resolved');
    expect((await ana.asks('/errors resolve web-1a')).text).toContain('Bob Okafor resolved WEB-1A');
  });

  const COMMANDS = [
    'alerts',
    'ack',
    'silence',
    'maintenance',
    'oncall',
    'metric',
    'kpi',
    'logs',
    'errors',
    'tocsin',
  ];

  test.each(COMMANDS.map((name) => `/${name}`))('%s help says what it can do', async (command) => {
    // Nobody may ask for so much at once.
    const who = COMMANDS.indexOf(command.slice(1)) % 2 === 0 ? ana : bob;
    expect((await who.asks(`${command} help`)).text).toContain(`*${command}*`);
  });

  test('of many the first are shown, and how many more there are', async () => {
    const many = Array.from({ length: 30 }, (_, index) => ({
      labels: { alertname: `many-${index}-${'x'.repeat(300)}`, team: 'many' },
    }));
    await postAlerts(bot.url, many);
    await untilQuiet(world.redis);
    const { text: said } = await ana.asks('/alerts team=many');
    expect(said.split('\n')).toHaveLength(17);
    expect(said).toMatch(/^30 alerts fire, in 30 groups\..*\n\+15 more$/su);
  });

  async function silences(): Promise<readonly { id: string; createdBy: string }[]> {
    const all = await world.redis.client.hvals(keysOf('tocsin').silences);
    return all.map((one) => JSON.parse(one));
  }
});
