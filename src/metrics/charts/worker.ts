import { parentPort } from 'node:worker_threads';
import type { Picture } from './chart.ts';
import { pngOf } from './png.ts';
import type { Drawn } from './renderer.ts';
import { pictureSvg } from './svg.ts';

/** Draws one picture after the other, beside the main thread. */
parentPort?.on('message', (picture: Picture) => {
  parentPort?.postMessage(drawn(picture));
});

function drawn(picture: Picture): Drawn {
  try {
    return { png: pngOf(pictureSvg(picture)) };
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}
