import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A process with nothing to do: for how long the machine held its loop up since it was last asked, in ms. */
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
process.on('message', () => {
  process.send?.(delay.max / 1e6);
  delay.reset();
});
