import { execFile } from 'node:child_process';
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);

const PROGRAM = `
import { createChartRenderer } from './dist/metrics/charts/renderer.js';
const renderer = createChartRenderer();
const png = await renderer.render({ title: 'Built', series: [], from: 0, to: 60_000, theme: 'light' });
await renderer.close();
console.log(Buffer.from(png).toString('latin1', 1, 4));
`;

/** What the Dockerfile puts together: the built files, the fonts and the packages side by side. */
test('pictures are drawn from the built files, too', async () => {
  const image = await mkdtemp(path.join(tmpdir(), 'tocsin-built-'));
  try {
    await run('node_modules/.bin/tsc', ['-p', 'tsconfig.build.json', '--outDir', `${image}/dist`]);
    await cp('assets', `${image}/assets`, { recursive: true });
    await cp('package.json', `${image}/package.json`);
    await symlink(path.resolve('node_modules'), `${image}/node_modules`);
    await writeFile(`${image}/draw.mjs`, PROGRAM);
    const { stdout } = await run(process.execPath, [`${image}/draw.mjs`]);
    expect(stdout).toBe('PNG\n');
  } finally {
    await rm(image, { recursive: true });
  }
});
