import path from 'node:path';
import { secretsOf } from '../config/secrets.ts';
import { createRecorder, type Recorder } from '../intake/recording/recorder.ts';
import type { Wiring } from './wiring.ts';

/** Errors are named this seldom, in milliseconds: a full disk makes one of every message. */
const NAME_EVERY = 60_000;

/** Keeps what comes in, if the config says so. */
export function startRecording(wiring: Wiring): Recorder | undefined {
  const { config, clock, metrics, closers } = wiring;
  const { enabled, keep, max_size: maxSize } = config.recordings;
  if (!enabled) return undefined;
  const log = wiring.log.named('recordings');
  let namedAt = Number.NEGATIVE_INFINITY;
  const recorder = createRecorder({
    folder: path.join(config.data_dir, 'recordings'),
    keep,
    maxSize,
    secrets: secretsOf(config),
    now: clock.now,
    onRecorded: (outcome, count) => metrics.recorded(outcome, count),
    onError(error) {
      if (performance.now() - namedAt < NAME_EVERY) return;
      namedAt = performance.now();
      log.warn({ error }, 'messages are not recorded now; they are taken in all the same');
    },
  });
  closers.push(() => recorder.stop());
  return recorder;
}
