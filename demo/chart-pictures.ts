import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describePicture } from '../src/metrics/charts/describe.ts';
import { createChartRenderer } from '../src/metrics/charts/renderer.ts';
import { chartScenes } from './chart-scenes.ts';

/** `npm run pictures:charts`: the charts of docs/charts.md, into docs/images; says what they show. */
const FOLDER = join(import.meta.dirname, '..', 'docs', 'images');

const renderer = createChartRenderer();
try {
  await mkdir(FOLDER, { recursive: true });
  for (const { name, picture } of chartScenes()) {
    await writeFile(join(FOLDER, `chart-${name}.png`), await renderer.render(picture));
    const text = describePicture(picture);
    process.stdout.write(`chart-${name}.png  ${text}\n`);
  }
} finally {
  await renderer.close();
}
