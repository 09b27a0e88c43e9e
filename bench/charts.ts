import { monitorEventLoopDelay } from 'node:perf_hooks';
import { chartScenes } from '../demo/chart-scenes.ts';
import type { Chart, Picture, Series } from '../src/metrics/charts/chart.ts';
import { createChartRenderer } from '../src/metrics/charts/renderer.ts';
import { createChance } from './chance.ts';

/**
 * What a picture costs: milliseconds from asking for it to having it, kilobytes, and for how long the
 * event loop was held up meanwhile. A picture should take less than 300 ms and 150 KB.
 *
 *   npm run bench:charts [TIMES]
 */
const [times = 20] = process.argv.slice(2).map(Number);
const MINUTE = 60_000;
const TO = Date.UTC(2026, 10, 21);

/** As bad as it gets: nothing but noise, which neither thins out nor compresses. */
function noise(count: number, minutes: number): Chart {
  const chance = createChance();
  const from = TO - minutes * MINUTE;
  const series = Array.from({ length: count }, (_, index): Series => {
    const points = Array.from({ length: minutes + 1 }, (_, minute) => ({
      at: from + minute * MINUTE,
      value: 30 * index + 100 * chance(),
    }));
    return { label: `series ${index + 1}`, period: MINUTE, points };
  });
  return { title: 'Noise', unit: 'ms', series, from, to: TO, theme: 'dark' };
}

const cases: readonly { readonly name: string; readonly picture: Picture }[] = [
  ...chartScenes(),
  { name: 'noise, 1 × 3 h', picture: noise(1, 180) },
  { name: 'noise, 10 × 3 h', picture: noise(10, 180) },
  { name: 'noise, 10 × 1 day', picture: noise(10, 1_440) },
  { name: 'noise, 10 × 1 week', picture: noise(10, 10_080) },
];

const renderer = createChartRenderer();
try {
  const begun = performance.now();
  await renderer.render(noise(1, 60));
  process.stdout.write(
    `the first, with the thread: ${Math.round(performance.now() - begun)} ms\n\n`,
  );
  process.stdout.write(`${'picture'.padEnd(20)}  median    worst     size  loop held up\n`);
  for (const { name, picture } of cases) {
    const delay = monitorEventLoopDelay({ resolution: 1 });
    delay.enable();
    const taken: number[] = [];
    let size = 0;
    for (let time = 0; time < times; time += 1) {
      const since = performance.now();
      size = (await renderer.render(picture)).length;
      taken.push(performance.now() - since);
    }
    delay.disable();
    const sorted = taken.toSorted((a, b) => a - b);
    const cells = [
      `${Math.round(sorted[Math.floor(times / 2)] ?? 0)} ms`.padStart(6),
      `${Math.round(sorted.at(-1) ?? 0)} ms`.padStart(7),
      `${Math.round(size / 1000)} KB`.padStart(7),
      `${(delay.max / 1e6).toFixed(1)} ms`.padStart(12),
    ];
    process.stdout.write(`${name.padEnd(20)}  ${cells.join('  ')}\n`);
  }
} finally {
  await renderer.close();
}
