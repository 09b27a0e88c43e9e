import type { Worker } from 'bullmq';

/** Takes the jobs of a queue. */
export interface QueueWorker {
  /** Begins to take jobs. */
  run(): void;
  /** Takes no more jobs; those under way are finished. */
  pause(): void;
  resume(): void;
  close(): Promise<void>;
}

/** What is done with a worker of ours, whatever its jobs are. */
export function controlsOf(worker: Worker, onError: (error: Error) => void): QueueWorker {
  let isConnected = true;
  worker.on('ready', () => (isConnected = true));
  worker.on('ioredis:close', () => (isConnected = false));
  worker.on('error', onError);
  return {
    run: () => void worker.run().catch(onError),
    pause: () => void worker.pause(true),
    resume: () => void worker.resume(),
    async close() {
      // What is under way is finished; without Redis it can't be, and would be waited for for ever.
      await worker.close(!isConnected);
    },
  };
}
