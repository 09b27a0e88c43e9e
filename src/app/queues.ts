import type { Inbox } from '../engine/ports/inbox.ts';
import type { Recorder } from '../intake/recording/recorder.ts';
import { startConsumer } from '../intake/sqs/consume.ts';
import { openQueue } from '../intake/sqs/queue.ts';
import type { Wiring } from './wiring.ts';

/** Reads every queue of the config. One that can't be read keeps nothing else from working. */
export function startQueues(wiring: Wiring, inbox: Inbox, recorder: Recorder | undefined): void {
  const { config, clock, metrics, closers } = wiring;
  const log = wiring.log.named('intake');
  const consumers = config.intake.sqs.map(({ queue_url: url, region }) =>
    startConsumer(openQueue({ url, region }), {
      inbox,
      now: clock.now,
      log,
      onMessage: (message) => metrics.message(message),
      onTaken: ({ id, body }) => recorder?.record({ source: 'sns', body, messageId: `sqs:${id}` }),
    }),
  );
  closers.push(() => Promise.all(consumers.map((consumer) => consumer.stop())));
}
