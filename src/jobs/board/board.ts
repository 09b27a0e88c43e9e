import { createBullBoard } from '@bull-board/api';
import { ExpressAdapter } from '@bull-board/express';
import { Queue } from 'bullmq';
import type { RequestListener } from 'node:http';
import type { QueueOptions } from '../queue-worker.ts';
import { ReadOnlyQueue } from './read-only-queue.ts';
import { SHOWN_QUEUES } from './shown-queues.ts';

export interface QueueBoardOptions extends QueueOptions {
  /** The path under which its pages are. */
  readonly path: string;
  /** What may stand nowhere on the board. */
  readonly secrets: readonly string[];
  readonly signOutPath: string;
}

export interface QueueBoard {
  /** Answers what is asked for under its path; the URLs it is handed begin after that. */
  readonly requests: RequestListener;
  close(): Promise<void>;
}

/** The pages of bull-board, over every queue of the bot, to look at. */
export function createQueueBoard(options: QueueBoardOptions): QueueBoard {
  const { connection, prefix, onError, path, secrets, signOutPath } = options;
  const shown = Object.entries(SHOWN_QUEUES).map(([name, how]) => {
    const queue = new Queue(name, { connection, prefix });
    queue.on('error', onError);
    return { ...how, queue, secrets };
  });
  const pages = new Pages();
  pages.setBasePath(path);
  createBullBoard({
    queues: shown.map((one) => new ReadOnlyQueue(one)),
    serverAdapter: pages,
    options: {
      uiConfig: {
        boardTitle: 'Tocsin',
        miscLinks: [{ text: 'Sign out', url: signOutPath }],
      },
    },
  });
  return {
    requests: pages.requests(),
    async close() {
      await Promise.all(shown.map(({ queue }) => queue.close()));
    },
  };
}

/** bull-board's pages as the bot serves them: mistakes are told without a stack. */
class Pages extends ExpressAdapter {
  requests(): RequestListener {
    this.app.set('env', 'production').disable('x-powered-by');
    return this.app;
  }
}
