import { parentPort } from 'node:worker_threads';
import type { Picture } from '../../../src/metrics/charts/chart.ts';
import type { Drawn } from '../../../src/metrics/charts/renderer.ts';

/** Does what the title of a picture says: hangs, crashes, ends, refuses; else "draws" the title. */
parentPort?.on('message', ({ title }: Picture) => {
  if (title === 'crash') throw new Error('crashed');
  if (title === 'exit') process.exit(3);
  if (title === 'hang') for (;;);
  const drawn: Drawn =
    title === 'refuse' ? { error: 'refused' } : { png: new TextEncoder().encode(title) };
  parentPort?.postMessage(drawn);
});
