import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { createS3Client } from '../../../src/app/models/s3-client.ts';
import { NoteBook } from '../../../src/drift/data/notes.ts';
import { openData, type OpenOptions } from '../../../src/drift/data/open.ts';
import { startS3, type S3StandIn } from '../../support/s3.ts';
import { parquetOf } from './parquet-file.ts';
import { cellsOf, problemOf } from './reading.ts';

let s3: S3StandIn;

beforeAll(async () => {
  s3 = await startS3();
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIATEST');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test');
});

afterAll(async () => {
  vi.unstubAllEnvs();
  await s3.stop();
});

beforeEach(() => {
  s3.objects.clear();
  s3.asked.length = 0;
  s3.gone.clear();
  s3.fault = undefined;
});

const client = async () => createS3Client({ region: 'us-east-1', endpoint: s3.endpoint });

function read(address: string, options: OpenOptions = {}, notes = new NoteBook()) {
  return cellsOf(openData(address, { s3: client, ...options }).batches({ notes }));
}

test('all parts under a prefix are read in order, over pages of the list, without what other programs put there', async () => {
  for (const part of [0, 1, 2, 3, 4])
    s3.objects.set(`f/part-${part}.csv`, Buffer.from(`x\n${part}\n`));
  s3.objects.set('f/_SUCCESS', Buffer.alloc(0));
  s3.objects.set('f/_temporary/part-9.csv', Buffer.from('x\n9\n'));
  s3.objects.set('f-other/part-9.csv', Buffer.from('x\n9\n'));
  expect(await read('s3://models/f')).toEqual({ x: [0, 1, 2, 3, 4] });
});

test('an object is read alone, not those whose names begin with its name', async () => {
  s3.objects.set('f.csv', Buffer.from('x\n1\n'));
  s3.objects.set('f.csv.csv', Buffer.from('x\n2\n'));
  expect(await read('s3://models/f.csv')).toEqual({ x: [1] });
});

test('the days of a window are filled in, and a day without data is told of', async () => {
  for (const day of ['01', '03'])
    s3.objects.set(`f/dt=2026-01-${day}/p.csv`, Buffer.from(`x\n${day}\n`));
  const notes = new NoteBook();
  const window = { start: Date.UTC(2026, 0, 1), end: Date.UTC(2026, 0, 4) };
  expect(await read('s3://models/f/dt={date}/', { window }, notes)).toEqual({ x: [1, 3] });
  expect(notes.remarks).toEqual(['There is nothing at s3://models/f/dt=2026-01-02/.']);
});

test('a bucket without a region says which one to set', async () => {
  vi.stubEnv('AWS_REGION', undefined);
  vi.stubEnv('AWS_CONFIG_FILE', '/nowhere');
  const s3 = async () => createS3Client({});
  expect(await problemOf(read('s3://models/f/', { s3 }))).toMatchObject({
    what: 'Nobody says in which region s3://models/f/ is.',
    mend: 'Set AWS_REGION, or the region of the model in the config.',
  });
});

test('of Parquet only pieces are fetched', async () => {
  const data = Float64Array.from({ length: 200_000 }, Math.random);
  const names = ['a', 'b', 'c', 'd'];
  const bytes = parquetOf(
    names.map((name) => ({ name, data, type: 'DOUBLE' as const })),
    { codec: 'UNCOMPRESSED', rowGroupSize: 200_000 },
  );
  s3.objects.set('f.parquet', bytes);
  const source = openData('s3://models/f.parquet', { s3: client });
  const cells = await cellsOf(source.batches({ wants: (name) => name === 'b' }));
  expect(cells['b']).toEqual([...data]);
  const fetched = s3.asked.map((line) => /bytes=(\d+)-(\d+)/u.exec(line) ?? []);
  const sum = fetched.reduce((total, [, from, to]) => total + Number(to) - Number(from) + 1, 0);
  expect(sum).toBeLessThan(0.5 * bytes.length);
});

test('an answer that breaks off is asked for again', async () => {
  s3.objects.set('f.csv', Buffer.from('x\n1\n'));
  s3.breaks = 1;
  expect(await read('s3://models/f.csv')).toEqual({ x: [1] });
});

test.each([
  ['endless', 'the answer has another length'],
  ['slow', 'it was not there after 0.3 s'],
  ['circular', 'its list has no end'],
] as const)('an answer that is %s ends in a sentence', async (fault, says) => {
  for (const key of ['a', 'b', 'c', 'd']) s3.objects.set(`f/${key}.csv`, Buffer.alloc(10_000));
  s3.fault = fault;
  const problem = await problemOf(read('s3://models/f/', { patience: 300 }));
  expect(problem).toMatchObject({ name: 'DataProblem', kind: 'unreachable' });
  expect(String(problem)).toContain(says);
});

test.each([
  ['s3://nowhere/f/', 'nothing-there', 'There is no bucket at s3://nowhere/f/.'],
  [
    's3://secret/f/',
    'no-permission',
    's3:ListBucket is not allowed for s3://secret/f/: Access Denied.',
  ],
  ['s3://elsewhere/f/', 'wrong-address', 'is not in us-east-1 but in eu-west-1.'],
  ['s3://models/none/', 'nothing-there', 'There is nothing at s3://models/none/.'],
  ['s3://', 'wrong-address', 'Write s3://bucket/prefix/.'],
  ['s3://models/{date}/', 'wrong-address', 'no time is asked for'],
])('%s is %s', async (address, kind, says) => {
  const problem = await problemOf(read(address));
  expect(problem).toMatchObject({ name: 'DataProblem', kind });
  expect(String(problem)).toContain(says);
});

test('an object that vanishes after it was listed is named', async () => {
  s3.objects.set('f/a.csv', Buffer.from('x\n1\n'));
  s3.gone.add('f/a.csv');
  expect(await problemOf(read('s3://models/f/'))).toMatchObject({
    kind: 'nothing-there',
    what: 's3://models/f/a.csv is gone: it was listed a moment ago.',
  });
});

test('nothing at all in a window is no data, and says for which time', async () => {
  const window = { start: Date.UTC(2026, 0, 1, 5, 30), end: Date.UTC(2026, 0, 1, 7) };
  expect(await problemOf(read('s3://models/{date}/{hour}/', { window }))).toMatchObject({
    kind: 'nothing-there',
    what: 'There is nothing at s3://models/{date}/{hour}/ for this time, from s3://models/2026-01-01/05/ to s3://models/2026-01-01/06/.',
  });
});
