import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { startCloudWatchLogs, type CloudWatchLogs } from '../../demo/cloudwatch/logs.ts';
import { until } from '../support/wait.ts';
import { ended, spawnTocsin, tocsin } from './support/tocsin.ts';

const CONFIG = `
metrics: { sources: [{ name: aws, region: eu-central-1 }] }
logs:
  log_groups: [/aws/lambda/checkout]
  queries:
    top-errors: { description: errors by type, query: 'stats count(*) as errors by error_type' }
    request: { query: 'filter id = {{id}}' }
`;

let folder: string;
let logs: CloudWatchLogs;

beforeAll(async () => {
  logs = await startCloudWatchLogs();
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-logs-'));
  await writeFile(path.join(folder, 'tocsin.yaml'), CONFIG);
});
afterAll(async () => {
  await logs.stop();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => {
  logs.clear();
  logs.steps = [{ status: 'Complete', bytesScanned: 5e9, rows: ROWS }];
});

const ROWS = [
  { error_type: 'Timeout', errors: '41' },
  { error_type: 'CardDeclined', errors: '7' },
];

const options = () => ({
  cwd: folder,
  env: {
    AWS_ENDPOINT_URL_CLOUDWATCH_LOGS: logs.url,
    AWS_ACCESS_KEY_ID: 'AKIA',
    AWS_SECRET_ACCESS_KEY: 'secret',
  },
});
const run = (...args: readonly string[]) => tocsin(['logs', ...args], options());

test('tocsin logs shows the saved queries, and what one of them finds', async () => {
  expect((await run()).stdout).toBe(
    'QUERY         SHOWS\ntop-errors    errors by type\nrequest id=…  \n',
  );
  const { status, stdout, stderr } = await run('top-errors', '3h');
  expect([status, stderr]).toEqual([0, '5 GB scanned, about $0.025\n']);
  expect(stdout).toBe('error_type    errors\nTimeout       41\nCardDeclined  7\n');
});

test('tocsin logs --json and --csv are for programs', async () => {
  expect(JSON.parse((await run('request', 'id=a"b', '--json')).stdout)).toEqual({
    rows: ROWS,
    bytesScanned: 5e9,
    isCutOff: false,
  });
  expect(logs.inputs('StartQuery')).toMatchObject([{ queryString: `filter id = 'a"b'` }]);
  expect((await run('top-errors', '--csv')).stdout).toBe(
    'error_type,errors\r\nTimeout,41\r\nCardDeclined,7\r\n',
  );
});

test('tocsin logs says what to write, and why there is no answer', async () => {
  const typo = await run('top-eror');
  expect([typo.status, typo.stdout]).toEqual([2, '']);
  expect(typo.stderr).toContain('there is no saved query "top-eror"; write top-errors');
  const gone = await run('run', 'fields @message', 'groups=/aws/lambda/chekout');
  expect([gone.status, gone.stderr]).toEqual([
    1,
    'tocsin: aws has no log group "/aws/lambda/chekout". Did you mean "/aws/lambda/checkout"?\n',
  ]);
});

test('Ctrl-C stops the query where it runs', async () => {
  logs.steps = [{ status: 'Running' }];
  const child = spawnTocsin(['logs', 'top-errors'], options());
  const stderr = text(child.stderr);
  await until('it is under way', () => logs.inputs('GetQueryResults').length > 0);
  child.kill('SIGINT');
  expect(await ended(child)).toBe(1);
  expect(await stderr).toBe('tocsin: the query was stopped\n');
  expect(logs.stopped).toEqual(['query-1']);
});
