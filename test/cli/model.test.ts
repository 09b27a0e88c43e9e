import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tocsin } from './support/tocsin.ts';

let folder: string;
const write = (name: string, content: string) => writeFile(path.join(folder, name), content);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-model-'));
  await write('scored.csv', 'id,actual,probability\na,1,0.9\nb,0,0.1\nc,true,0.4\nd,false,0.6\n');
  await write('named.jsonl', '{"churned": true, "p": 0.9}\n{"churned": 0, "p": 1}\n');
  await write('bad.csv', 'actual,probability\n1,0.9\nmaybe,0.2\n0,\n2,1.5\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const score = (...args: readonly string[]) => tocsin(['model', 'score', ...args], { cwd: folder });

describe('tocsin model score', () => {
  test('prints figures, and as JSON with its keys', async () => {
    const { status, stdout, stderr } = await score('--labels', 'scored.csv');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([
      '4 predictions, 2 of them truly positive (50 %).',
      'Taken for positive is what has a probability from 0.5 on.',
      '',
      'precision  0.500',
      'recall     0.500',
      'F1         0.500',
      'ROC AUC    0.750',
      '',
    ]);
    const json = await score('--labels', 'scored.csv', '--threshold', '0.4', '--json');
    expect(JSON.parse(json.stdout)).toEqual({
      precision: 2 / 3,
      recall: 1,
      f1: 0.8,
      roc_auc: 0.75,
      positives: 2,
      count: 4,
      threshold: 0.4,
      remarks: [],
    });
  });

  test('takes other columns', async () => {
    const columns = ['--actual', 'churned', '--probability', 'p'];
    const { stdout } = await score('--labels', 'named.jsonl', ...columns, '--json');
    expect(JSON.parse(stdout)).toMatchObject({ precision: 0.5, recall: 1, roc_auc: 0 });
  });

  test('names the rows that can not be used', async () => {
    expect(await score('--labels', 'bad.csv')).toEqual({
      status: 1,
      stdout: '',
      stderr:
        'tocsin: Row 2 of bad.csv has the label "maybe", the first of 2 rows like it. ' +
        'Row 3 of bad.csv has no probability, the first of 2 rows like it. ' +
        'A label is 0, 1, true or false, and a probability is between 0 and 1.\n',
    });
  });

  test('says which columns there are, and what a threshold is', async () => {
    expect(await score('--labels', 'scored.csv', '--actual', 'actaul')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('there is no column "actaul"; write --actual actual'),
    });
    expect(await score('--labels', 'scored.csv', '--threshold', '50')).toMatchObject({
      status: 2,
      stderr: expect.stringContaining('Write a number from 0 to 1, such as 0.5.'),
    });
  });
});
