import {
  mkdirSync,
  mkdtempSync,
  rmSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createRecorder, type Recorder } from '../../../src/intake/recording/recorder.ts';
import { recordedEndpoint } from '../../../src/intake/recording/recorded-endpoint.ts';
import { readInput } from '../../../src/simulate/input.ts';

const DAY = 24 * 60 * 60 * 1000;
const START = Date.parse('2026-03-01T10:00:00Z');

let folder: string;
let parent: string;
let now: number;
let outcomes: string[];
let errors: unknown[];

beforeEach(() => {
  parent = mkdtempSync(path.join(tmpdir(), 'tocsin-recordings-'));
  folder = path.join(parent, 'recordings');
  now = START;
  outcomes = [];
  errors = [];
});

afterEach(() => rmSync(parent, { recursive: true, force: true }));

function recorder(bounds: { keep?: number; maxSize?: number; folder?: string } = {}): Recorder {
  return createRecorder({
    folder,
    keep: 7 * DAY,
    maxSize: 1024 * 1024,
    secrets: [],
    now: () => now,
    onRecorded: (outcome, count) => outcomes.push(`${count} ${outcome}`),
    onError: (error) => errors.push(error),
    ...bounds,
  });
}

function files(): readonly string[] {
  return readdirSync(folder).toSorted();
}

function lines(): readonly unknown[] {
  return files()
    .flatMap((name) => readFileSync(path.join(folder, name), 'utf8').split('\n'))
    .filter(Boolean)
    .map((line): unknown => JSON.parse(line));
}

test('what came in is kept as the lines that simulate reads, in order', async () => {
  const one = recorder();
  const body = { alerts: [{ labels: { alertname: 'a' } }] };
  one.record({ source: 'tocsin', body: Buffer.from(JSON.stringify(body)), messageId: 'alerts:1' });
  now -= 1_000;
  one.record({ source: 'sns', body: 'disk full', messageId: 'sns-1', topic: 'arn:aws:sns:t' });
  await one.stop();
  const at = '2026-03-01T10:00:00.000Z';
  expect(lines()).toEqual([
    { at, source: 'tocsin', messageId: 'alerts:1', body },
    {
      at,
      source: 'sns',
      messageId: 'sns-1',
      body: {
        Type: 'Notification',
        MessageId: 'sns-1',
        TopicArn: 'arn:aws:sns:t',
        Message: 'disk full',
        Timestamp: at,
      },
    },
  ]);
  const read = [];
  for await (const some of readInput(folder)) read.push(...some);
  expect(read).toHaveLength(2);
  expect(outcomes).toEqual(['2 written']);
});

test('nobody but the bot may read them', async () => {
  const one = recorder();
  one.record({ source: 'sns', body: 'x' });
  await one.stop();
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(statSync(path.join(folder, files()[0] ?? '')).mode & 0o777).toBe(0o600);
});

test('a day has its own file, and files that are too old are deleted', async () => {
  const one = recorder({ keep: 3 * DAY });
  for (let day = 0; day < 6; day += 1) {
    now = START + day * DAY;
    one.record({ source: 'sns', body: `day ${day}` });
    await one.stop();
    const newest = path.join(folder, files().at(-1) ?? '');
    utimesSync(newest, now / 1000, now / 1000);
  }
  expect(files().map((name) => name.slice(0, 10))).toEqual([
    '2026-03-03',
    '2026-03-04',
    '2026-03-05',
    '2026-03-06',
  ]);
});

test('all together never hold more than they may, the oldest go first', async () => {
  const one = recorder({ maxSize: 10_000 });
  for (let count = 0; count < 60; count += 1) {
    now += 1_000;
    one.record({ source: 'sns', body: `${count} ${'x'.repeat(500)}` });
    await one.stop();
    const sizes = files().map((name) => statSync(path.join(folder, name)).size);
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(10_000);
  }
  expect(JSON.stringify(lines().at(-1))).toContain('59 x');
  expect(JSON.stringify(lines())).not.toContain('"1 x');
});

test('what can not be written is dropped and counted, and what comes later is written again', async () => {
  writeFileSync(folder, 'in the way');
  const blocked = recorder();
  blocked.record({ source: 'sns', body: 'x' });
  await blocked.stop();
  expect(outcomes).toEqual(['1 dropped']);
  expect(errors).toHaveLength(1);
});

test('a file that is not there when it is looked at keeps nothing from being written', async () => {
  mkdirSync(folder);
  symlinkSync('gone', path.join(folder, '2026-02-28T10-00-00-000Z-1-1.jsonl'));
  const one = recorder();
  one.record({ source: 'tocsin', body: '{}' });
  await one.stop();
  expect(errors).toEqual([]);
  expect(outcomes).toEqual(['1 written']);
});

test('what comes faster than it can be written is dropped', async () => {
  const one = recorder();
  const body = 'x'.repeat(1024 * 1024);
  for (let count = 0; count < 20; count += 1) one.record({ source: 'sns', body });
  expect(outcomes).toEqual(['1 dropped', '1 dropped', '1 dropped', '1 dropped']);
  await one.stop();
});

test.each([
  [200, 1, 1],
  [200, undefined, 0],
  [403, undefined, 0],
])('of an answer of %s with %s signals %s messages are kept', async (status, signals, kept) => {
  const recorded: unknown[] = [];
  const endpoint = recordedEndpoint(
    {
      path: '/v1/alerts',
      receive: async () => ({ status, reason: '', ...(signals !== undefined && { signals }) }),
    },
    { record: (message) => recorded.push(message), stop: async () => {} },
  );
  await endpoint.receive({ headers: {}, body: Buffer.from('{}'), traceId: 't' });
  expect(recorded).toHaveLength(kept);
});
