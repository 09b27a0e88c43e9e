import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chartScenes } from '../../../demo/chart-scenes.ts';
import { describePicture } from '../../../src/metrics/charts/describe.ts';

const page = readFileSync('docs/charts.md', 'utf8');

test.each(chartScenes().map(({ name, picture }) => [name, picture] as const))(
  'docs/charts.md shows %s with the words that describe it',
  (name, picture) => {
    const text = describePicture(picture);
    expect(page).toContain(`![${text}](images/chart-${name}.png)`);
    expect(existsSync(`docs/images/chart-${name}.png`)).toBe(true);
  },
);
