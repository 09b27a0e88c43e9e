import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tocsin } from './support/tocsin.ts';

let folder: string;
const write = (name: string, content: string) => writeFile(path.join(folder, name), content);

/** So many rows: an age, a plan, a code, and what the model says. */
function rowsOf(count: number, older: number, plan: string): string {
  const rows = Array.from({ length: count }, (_, row) =>
    [20 + (row % 50) + older, row % 3 === 0 ? plan : 'basic', row % 4, (row % 10) / 10].join(','),
  );
  return `age,plan,code,prediction\n${rows.join('\n')}\n`;
}

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'tocsin-drift-'));
  await write('train.csv', rowsOf(200, 0, 'pro'));
  await write('today.csv', rowsOf(150, 30, 'pro'));
  await write('others.csv', 'height\n1\n2\n');
  await write('short.csv', 'age,plan\n');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const compare = (...args: readonly string[]) =>
  tocsin(['drift', 'compare', ...args], { cwd: folder });
const FILES = ['--reference', 'train.csv', '--current', 'today.csv'];

describe('tocsin drift compare', () => {
  test('prints a report with the worst first, and ends with 0 though there is drift', async () => {
    const { status, stdout, stderr } = await compare(...FILES, '--model', 'churn');
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^Drift of churn: high\n1 of 3 features drifted \(33\.3 %\)\n/u);
    expect(stdout).toMatch(/\ndrift {2}age +0\.600 +< 0\.001 /u);
    expect(stdout).toMatch(/\nok +plan /u);
  });

  test('--json is one document, with what is named categorical and predicted', async () => {
    const { status, stdout } = await compare(
      ...FILES,
      '--categorical',
      'code',
      '--distances',
      '--json',
    );
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      model: 'model',
      tested: 3,
      features: [
        {
          feature: 'age',
          ks: { statistic: 0.6 },
          distances: { wasserstein: expect.closeTo(30, 9) },
        },
        { kind: 'categorical' },
        { kind: 'categorical' },
      ],
      prediction: {
        ks: { statistic: 0, pvalue: 1 },
        mean_shift: expect.closeTo(0, 12),
        drift: false,
      },
    });
  });

  test('--csv is a table, --png a picture of the worst', async () => {
    const { status, stdout } = await compare(...FILES, '--csv', '--only', 'age', '--png', 'w.png');
    expect(status).toBe(0);
    expect(stdout.split('\r\n').map((line) => line.split(',')[0])).toEqual([
      'feature',
      'age',
      'prediction',
      '',
    ]);
    const png = await readFile(path.join(folder, 'w.png'));
    expect(png.subarray(1, 4).toString()).toBe('PNG');
  });

  test('--png where nothing can be written fails with the reason, after the report', async () => {
    const { status, stdout, stderr } = await compare(...FILES, '--png', 'nowhere/w.png');
    expect([status, stdout]).toEqual([1, expect.stringContaining('Drift of model: high')]);
    expect(stderr).toContain("can't be written to nowhere/w.png: there is no such folder");
  });

  test('--fail-on ends with 1 from that severity on, and where nothing can be said', async () => {
    expect(await compare(...FILES, '--fail-on', 'critical')).toMatchObject({ status: 0 });
    expect(await compare(...FILES, '--fail-on', 'moderate')).toMatchObject({
      status: 1,
      stderr: 'tocsin: the drift is high\n',
      stdout: expect.stringContaining('Drift of model: high'),
    });
    const nothing = await compare(
      '--reference',
      'train.csv',
      '--current',
      'others.csv',
      '--fail-on',
      'low',
    );
    expect(nothing).toMatchObject({ status: 1, stderr: 'tocsin: no feature could be tested\n' });
    expect(nothing.stdout).toContain('  age: The current data has no such column.\n');
    const still = await compare(
      '--reference',
      'train.csv',
      '--current',
      'train.csv',
      '--fail-on',
      'low',
    );
    expect(still.status).toBe(0);
  });

  test('a file that can not be read ends with 1 and says what to do', async () => {
    expect(await compare('--reference', 'trian.csv', '--current', 'today.csv')).toMatchObject({
      status: 1,
      stdout: '',
      stderr: 'tocsin: There is no file "trian.csv". Did you mean "train.csv"?\n',
    });
    expect(await compare('--reference', 'train.csv', '--current', 'short.csv')).toMatchObject({
      status: 1,
      stderr: expect.stringContaining('short.csv has the names of columns, and no rows.'),
    });
  });

  test.each([
    [['--categorical', 'plam'], 'neither side has a column "plam"; write "plan"'],
    [['--prediction', 'predicted'], 'neither side has a column "predicted"; write "prediction"'],
    [['--rule', 'magic'], 'Allowed choices are effect, pvalue, either.'],
    [['--pvalue', '5'], 'Write a number between 0 and 1, such as 0.05.'],
    [['--json', '--csv'], "option '--json' cannot be used with option '--csv'"],
  ])('wrong usage ends with 2: %j', async (args, words) => {
    const { status, stderr } = await compare(...FILES, ...args);
    expect(status).toBe(2);
    expect(stderr).toContain(words);
  });
});
