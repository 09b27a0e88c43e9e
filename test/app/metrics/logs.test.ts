import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { logsAtHand } from '../../../src/app/metrics/logs-at-hand.ts';
import { createSlowWork, type SlowWork } from '../../../src/app/slow-work.ts';
import { loadConfig } from '../../../src/config/load.ts';
import { createSlackClient } from '../../../src/delivery/slack/client.ts';
import type { Asker } from '../../../src/handlers/access/access.ts';
import { logsCommand } from '../../../src/handlers/commands/logs.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import type { CommandRequest } from '../../../src/handlers/request.ts';
import { stepOf } from '../../../src/handlers/step-of.ts';
import { slowJobId } from '../../../src/jobs/slow-queue.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { createLog } from '../../../src/telemetry/log.ts';
import { startCloudWatchLogs, type CloudWatchLogs } from '../../../demo/cloudwatch/logs.ts';
import { noTools } from '../../support/no-tools.ts';
import { startRedis, type TestRedis } from '../../support/redis.ts';
import { startSlackStandIn, type SlackStandIn } from '../../support/slack-stand-in.ts';
import { until } from '../../support/wait.ts';

const NOW = Date.parse('2026-03-04T10:00:00Z');
const CONFIG = `
metrics: { sources: [{ name: aws, region: eu-central-1 }] }
logs:
  log_groups: [/aws/lambda/checkout]
  max_bytes: 1GiB
  queries:
    recent-errors: { description: the last errors, query: 'fields @message' }
    request: { query: 'filter id = {{id}} | sort @timestamp asc' }
`;

let redis: TestRedis;
let slack: SlackStandIn;
let logs: CloudWatchLogs;
let scanned: [string, number][];
let slow: SlowWork;

beforeAll(async () => {
  redis = await startRedis();
  logs = await startCloudWatchLogs();
  vi.stubEnv('AWS_ENDPOINT_URL_CLOUDWATCH_LOGS', logs.url);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIA');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret');
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await logs.stop();
  await redis.stop();
});

beforeEach(async () => {
  await redis.client.flushall();
  logs.clear();
  slack = await startSlackStandIn();
  scanned = [];
  const { config } = loadConfig({ text: CONFIG, env: {} });
  if (config === undefined) throw new Error('the config is wrong');
  const atHand = logsAtHand(config, {
    limiter: createMemoryStore(Date.now).limiter,
    onScanned: (...each) => scanned.push(each),
  });
  const client = createSlackClient('xoxb-1', slack.apiUrl);
  const tools = (): Tools => ({
    ...noTools(() => NOW, slack.apiUrl),
    jobs: slow.jobs,
    logs: atHand,
  });
  const registry = { commands: [logsCommand], actions: [], views: [] };
  slow = createSlowWork(
    {
      redis: redis.client,
      log: createLog({ level: 'error', secrets: [], destination: { write: () => {} } }),
      address: { url: redis.url },
      trouble: () => {},
    },
    { slack: client, registry, tools, onDone: () => {} },
  );
  prepared = (request) => stepOf(request, ANA, { registry, tools: tools() });
});
afterEach(async () => {
  await slow.close();
  await slack.stop();
});

let prepared: (request: CommandRequest) => ReturnType<typeof stepOf>;

const ANA: Asker = { id: 'U0ANA', name: 'Ana', actor: 'slack:U0ANA', role: 'viewer', why: '' };

function requestOf(text: string): CommandRequest {
  return {
    type: 'command',
    id: text,
    traceId: 'abcdef0123456789',
    at: Date.now(),
    person: { id: 'U0ANA', name: 'ana' },
    command: '/logs',
    text,
    channelId: 'C0OPS',
    responseUrl: slack.responseUrl,
    triggerId: 'trigger',
  };
}

/** What is answered to who asked, once it is. */
async function answerTo(text: string): Promise<string> {
  slow.run();
  await slow.jobs.submit(requestOf(text), ANA);
  return until('it is answered', () => {
    const said = slack.calls.find(({ method }) => method === 'hook')?.args.get('body');
    return said ?? undefined;
  });
}

test('a saved query is answered with a table, what was scanned, and what that costs', async () => {
  logs.steps = [
    {
      status: 'Complete',
      bytesScanned: 2_400_000_000,
      rows: [{ '@message': '<!channel> *down*' }],
    },
  ];
  const answer = await answerTo('request id=8f2c 3h');
  expect(logs.inputs('StartQuery')).toEqual([
    {
      logGroupIdentifiers: ['/aws/lambda/checkout'],
      queryString: 'filter id = "8f2c" | sort @timestamp asc',
      startTime: NOW / 1000 - 3 * 3600,
      endTime: NOW / 1000 - 1,
    },
  ]);
  expect(answer).toContain('Found 1 row.');
  expect(answer).toContain('2.4 GB scanned, about $0.012');
  const { text, blocks } = JSON.parse(answer);
  expect(text).not.toContain('<!channel>');
  // Slack takes what stands in rich text as it is.
  expect(blocks).toContainEqual({
    type: 'rich_text',
    elements: [
      {
        type: 'rich_text_preformatted',
        elements: [{ type: 'text', text: '@message\n<!channel> *down*' }],
      },
    ],
  });
  expect(scanned).toEqual([['aws', 2_400_000_000]]);
  expect(slack.files).toEqual([]);
});

const MANY = Array.from({ length: 30 }, (_, at) => ({ '@message': `message ${at}` }));

test('of a large table the first rows are shown, and all are in a file for who asked', async () => {
  logs.steps = [{ status: 'Complete', rows: MANY }];
  const answer = await answerTo('recent-errors');
  expect(answer).toContain('Found 30 rows.');
  expect(answer).toContain('message 19');
  expect(answer).not.toContain('message 20');
  expect(answer).toContain('all of it is in the file in our direct messages');
  const [file] = slack.files;
  expect(file).toMatchObject({ channel: 'DU0ANA', name: 'recent-errors-abcdef01.csv' });
  expect(file?.text.split('\r\n')).toHaveLength(32);
});

test('a file that was shared before its bot was killed is not shared again', async () => {
  logs.steps = [{ status: 'Complete', rows: MANY }];
  slack.files.push({ channel: 'DU0ANA', name: 'recent-errors-abcdef01.csv', text: 'as it was' });
  const answer = await answerTo('recent-errors');
  expect(answer).toContain('all of it is in the file in our direct messages');
  expect(slack.files).toMatchObject([{ text: 'as it was' }]);
});

test('with --public the file is in the channel; where Slack takes none that is said', async () => {
  logs.steps = [{ status: 'Complete', rows: MANY }];
  expect(await answerTo('recent-errors --public')).toContain('in the file in this channel');
  expect(slack.files).toMatchObject([{ channel: 'C0OPS' }]);
  slack.calls.length = 0;
  slack.faults.set('files.getUploadURLExternal', { error: 'missing_scope' });
  expect(await answerTo('recent-errors 2h')).toContain('does the app have the scope files:write?');
});

test('a large search shows how far it is, and Cancel stops it where it runs', async () => {
  logs.steps = [{ status: 'Running', bytesScanned: 350_000_000 }];
  slow.run();
  await slow.jobs.submit(requestOf('recent-errors'), ANA);
  await until('it shows', () =>
    slack.messages[0]?.blocks.includes('350 MB and 1000 events scanned'),
  );
  const deed = { actor: 'slack:U0ANA', action: 'job-cancelled', object: '/logs' } as const;
  await slow.jobs.cancel(slowJobId('recent-errors'), 'Ana', deed);
  await until('it is stopped', () => logs.stopped.length > 0);
  expect(logs.stopped).toEqual(['query-1']);
  await until('that is said', () => slack.messages[0]?.blocks.includes('Cancelled by Ana'));
  await until('it is counted', () => scanned.length > 0);
  expect(scanned).toEqual([['aws', 350_000_000]]);
});

test('one that scans more than it may ends with what it had found, and says so', async () => {
  logs.steps = [
    { status: 'Running', bytesScanned: 1_200_000_000, rows: [{ '@message': 'half of it' }] },
  ];
  const answer = await answerTo('recent-errors');
  expect(answer).toContain('Stopped: 1.2 GB were scanned, and the limit is 1 GiB.');
  expect(answer).toContain('half of it');
  expect(logs.stopped).toEqual(['query-1']);
});

test('what is wrong with the logs is said with what to do next', async () => {
  logs.failWith = () => ({
    code: 'AccessDeniedException',
    message:
      'User: arn:aws:sts::1:assumed-role/x/y is not authorized to perform: logs:StartQuery on resource: z',
  });
  expect(await answerTo('recent-errors')).toContain(
    'arn:aws:sts::1:assumed-role/x/y may not do logs:StartQuery in aws. Allow logs:StartQuery in its policy',
  );
});

test('a mistake is said before anything is queued, and a query of one’s own takes an operator', async () => {
  await expect(prepared(requestOf('recent-eror'))).rejects.toThrow(
    'there is no saved query "recent-eror"',
  );
  await expect(prepared(requestOf('request'))).rejects.toThrow('request needs id');
  expect(await prepared(requestOf('recent-errors'))).toMatchObject({ role: 'viewer' });
  expect(await prepared(requestOf('run "fields @message" 3h'))).toMatchObject({ role: 'operator' });
  expect(logs.calls).toEqual([]);
});

test('without words, and with list, the saved queries are said with what they need', async () => {
  for (const text of ['', 'list']) {
    const step = await prepared(requestOf(text));
    if (!('run' in step)) throw new Error('that is no slow work');
    const answer = await step.run();
    expect(answer?.text).toBe('Saved queries:\nrecent-errors\nrequest id=…');
    expect(JSON.stringify(answer?.blocks)).toContain('the last errors');
  }
});
