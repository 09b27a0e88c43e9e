import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

const PROGRAM = `
import { startComparer } from './dist/app/models/drift-compared.js';
import { startChecker } from './dist/app/models/quality-check.js';
import { createChartRenderer } from './dist/metrics/charts/renderer.js';
const renderer = createChartRenderer();
const png = await renderer.render({ title: 'Built', series: [], from: 0, to: 60_000, theme: 'light' });
await renderer.close();
const comparer = startComparer();
const side = { from: 'ages.csv' };
const report = await comparer.compare({
  sides: { reference: side, current: side },
  columns: {},
  model: 'built',
  prediction: 'prediction',
  rules: { rule: 'effect', pvalue: 0.05, correction: 'none', distances: false },
  at: 0,
});
await comparer.close();
const checker = startChecker();
const rules = { volume: { min_rows: 1 }, completeness: { medium: 1, high: 1, columns: {} }, validity: [] };
const { severity } = await checker.check({ from: 'ages.csv', rules, at: 0 });
await checker.close();
console.log(Buffer.from(png).toString('latin1', 1, 4), report.tested, severity);
`;

/** What the Dockerfile puts together: the built files, the fonts and the packages side by side. */
test('what runs in threads runs from the built files, too', async () => {
  const image = await mkdtemp(path.join(tmpdir(), 'tocsin-built-'));
  try {
    await run('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', `${image}/dist`]);
    await cp('assets', `${image}/assets`, { recursive: true });
    await cp('package.json', `${image}/package.json`);
    await symlink(path.resolve('node_modules'), `${image}/node_modules`);
    await writeFile(`${image}/ages.csv`, 'age\n20\n30\n');
    await writeFile(`${image}/try.mjs`, PROGRAM);
    const { stdout } = await run(process.execPath, [`${image}/try.mjs`], { cwd: image });
    expect(stdout).toBe('PNG 1 ok\n');
  } finally {
    await rm(image, { recursive: true });
  }
});
