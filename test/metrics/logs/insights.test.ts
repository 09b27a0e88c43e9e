import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { LogsAsked } from '../../../src/metrics/logs/ask.ts';
import { runInsights } from '../../../src/metrics/logs/insights.ts';
import type { LogsPlace, Watcher } from '../../../src/metrics/logs/place.ts';
import { logProblemWords, remarksOf, scanWords } from '../../../src/metrics/logs/words.ts';
import { startCloudWatchLogs, type CloudWatchLogs } from '../../../demo/cloudwatch/logs.ts';
import { until } from '../../support/wait.ts';

const NOW = Date.parse('2026-03-01T10:00:00Z');
const MB = 1_000_000;

let logs: CloudWatchLogs;
beforeAll(async () => {
  logs = await startCloudWatchLogs();
});
beforeEach(() => logs.clear());
afterAll(() => logs.stop());

function place(): LogsPlace {
  const credentials = { accessKeyId: 'AKIA', secretAccessKey: 'secret' };
  return {
    client: new CloudWatchLogsClient({
      region: 'eu-central-1',
      endpoint: logs.url,
      credentials,
      maxAttempts: 1,
    }),
    region: 'eu-central-1',
    turns: { take: async () => true, pause: async () => {} },
    timeoutMs: 5_000,
    pause: { first: 1, longest: 2 },
  };
}

const ASKED: LogsAsked = {
  source: 'aws',
  logGroups: ['/aws/lambda/checkout'],
  text: 'stats count(*) as errors by error_type | sort errors desc',
  span: { from: NOW - 3_600_000, to: NOW },
  maxBytes: 100 * MB,
};

const run = (asked: Partial<LogsAsked> = {}, watcher: Partial<Watcher> = {}) =>
  runInsights(
    place(),
    { ...ASKED, ...asked },
    { signal: new AbortController().signal, onScanned() {}, onCrowded() {}, ...watcher },
  );

async function wordsOf(asked: Partial<LogsAsked> = {}): Promise<string> {
  const outcome = await run(asked);
  if (outcome.ok) throw new Error('there is no problem');
  const { what, mend } = logProblemWords(outcome.problem, 'aws');
  return `${what} ${mend}`;
}

test('what a query finds is a table, once CloudWatch has all of it, without pointers', async () => {
  const all = [
    { error_type: 'Timeout', errors: '41' },
    { error_type: 'Card\u202Edeclined', errors: '7' },
    { errors: '2' },
  ];
  logs.steps = [
    { status: 'Scheduled' },
    { status: 'Running', bytesScanned: 20 * MB, rows: all.slice(0, 1) },
    { status: 'Complete', bytesScanned: 50 * MB, rows: all },
  ];
  const scanned: number[] = [];
  const outcome = await run({}, { onScanned: ({ bytes }) => scanned.push(bytes) });
  expect(outcome).toEqual({
    ok: true,
    table: {
      columns: ['error_type', 'errors'],
      rows: [
        ['Timeout', '41'],
        ['Carddeclined', '7'],
        ['', '2'],
      ],
    },
    scan: { bytes: 50 * MB, events: 1_000, matched: 3 },
    isCutOff: false,
  });
  expect(scanned).toEqual([0, 20 * MB]);
  expect(logs.inputs('StartQuery')).toEqual([
    {
      logGroupIdentifiers: ['/aws/lambda/checkout'],
      queryString: ASKED.text,
      startTime: NOW / 1000 - 3600,
      endTime: NOW / 1000 - 1,
    },
  ]);
  expect(logs.stopped).toEqual([]);
});

test('a query that scans more than it may is stopped, and that is said with what it had found', async () => {
  logs.steps = [
    { status: 'Running', bytesScanned: 99 * MB, rows: [{ errors: '1' }] },
    { status: 'Running', bytesScanned: 2_400 * MB, rows: [{ errors: '5' }] },
  ];
  const outcome = await run();
  expect(outcome).toMatchObject({ ok: true, isCutOff: true, table: { rows: [['5']] } });
  expect(logs.stopped).toEqual(['query-1']);
  if (!outcome.ok) throw new Error('it failed');
  expect(remarksOf(outcome, ASKED.maxBytes).join()).toContain(
    'Stopped: 2.4 GB were scanned, and the limit is 95.37 MiB.',
  );
  expect(scanWords(outcome.scan)).toBe('2.4 GB scanned, about $0.012');
});

test('who cancels a query has it stopped', async () => {
  logs.steps = [{ status: 'Running' }];
  const cancelling = new AbortController();
  const ended = run({}, { signal: cancelling.signal }).catch((error: unknown) => error);
  await until('it is under way', () => logs.inputs('GetQueryResults').length > 2);
  cancelling.abort();
  expect(await ended).toMatchObject({ name: 'AbortError' });
  expect(logs.stopped).toEqual(['query-1']);
});

test('one that was cancelled while it was being started is stopped, too', async () => {
  logs.steps = [{ status: 'Running' }];
  const cancelling = new AbortController();
  logs.failWith = ({ operation }) => {
    if (operation === 'StartQuery') cancelling.abort();
    return undefined;
  };
  await expect(run({}, { signal: cancelling.signal })).rejects.toThrow(/abort/u);
  expect(logs.stopped).toEqual(['query-1']);
});

test('as many queries as may run: it is tried again until there is room, and waiting is told', async () => {
  let left = 3;
  logs.failWith = ({ operation }) =>
    operation === 'StartQuery' && left-- > 0 ? { code: 'LimitExceededException' } : undefined;
  let waited = 0;
  expect(await run({}, { onCrowded: () => (waited += 1) })).toMatchObject({ ok: true });
  expect(waited).toBe(3);
});

test('throttling in between is sat out; where it lasts it is said, and nothing goes on', async () => {
  logs.steps = [{ status: 'Running' }, { status: 'Complete', rows: [{ errors: '1' }] }];
  let left = 3;
  const throttled = { code: 'ThrottlingException' };
  logs.failWith = ({ operation }) =>
    operation === 'GetQueryResults' && left-- > 0 ? throttled : undefined;
  expect(await run()).toMatchObject({ ok: true, table: { rows: [['1']] } });
  expect(logs.stopped).toEqual([]);
  logs.failWith = ({ operation }) => (operation === 'GetQueryResults' ? throttled : undefined);
  expect(await wordsOf()).toMatch(/^aws was asked too often/u);
  expect(logs.stopped).toEqual(['query-2']);
});

test('each problem has its own sentence, with what to do next', async () => {
  const role = 'arn:aws:sts::111122223333:assumed-role/tocsin-read/tocsin';
  logs.failWith = () => ({
    code: 'AccessDeniedException',
    message: `User: ${role} is not authorized to perform: logs:StartQuery on resource: arn:aws:logs:eu-central-1:111122223333:log-group:/x`,
  });
  expect(await wordsOf()).toBe(
    `${role} may not do logs:StartQuery in aws. Allow logs:StartQuery in its policy; docs/configuration.md has all that it needs.`,
  );
  const text = 'fields @message | filtr x = 1';
  logs.failWith = () => ({
    code: 'MalformedQueryException',
    message: 'unexpected symbol found filtr at line 1 and position 18',
    rest: {
      queryCompileError: {
        location: { startCharOffset: 18, endCharOffset: 23 },
        message: 'unexpected symbol',
      },
    },
  });
  expect(await wordsOf({ text })).toBe(
    'aws refuses the question: unexpected symbol found filtr at line 1 and position 18 (at character 19, "filtr x = 1"). Mend the query.',
  );
  logs.failWith = () => undefined;
  expect(await wordsOf({ logGroups: ['/aws/lambda/orders', '/aws/lambda/chekout'] })).toBe(
    'aws has no log group "/aws/lambda/chekout". Did you mean "/aws/lambda/checkout"?',
  );
  logs.steps = [{ status: 'Timeout' }];
  expect(await wordsOf()).toBe(
    'aws ended the query after an hour. Ask for less time, or for fewer log groups.',
  );
  logs.steps = [{ status: 'Failed' }];
  expect(await wordsOf()).toMatch(/^aws ended the query: Failed/u);
  expect(logs.stopped).toEqual([]);
});

test('a log group that there is not is named also where groups can not be listed', async () => {
  logs.failWith = ({ operation }) =>
    operation === 'DescribeLogGroups' ? { code: 'AccessDeniedException' } : undefined;
  expect(await wordsOf({ logGroups: ['/gone'] })).toMatch(/^aws has no log group "\/gone"\./u);
});
