import type { IncomingMessage, ServerResponse } from 'node:http';
import { secretsOf } from '../config/secrets.ts';
import type { QueueBoard } from '../jobs/board/board.ts';
import { createRedisRateLimiter } from '../store/redis/rate-limiter.ts';
import { createBoardDoor } from '../web/board-door.ts';
import { createSignIn } from '../web/sign-in/sign-in.ts';
import { queueOptionsOf } from './queue-options.ts';
import { KEYS, type Wiring } from './wiring.ts';

/** Answers what is for people's eyes, and returns false for everything else. */
export type Pages = (req: IncomingMessage, res: ServerResponse) => boolean;

const NO_PAGES: Pages = () => false;
const BOARD = '/queues';

/** The pages of the bot, for those who have the token: none where the config has no token, or the process not the role. */
export function createPages(wiring: Wiring): Pages {
  const { config, roles, redis, clock, closers } = wiring;
  const token = config.web?.token ?? '';
  if (!roles.has('web') || token === '') return NO_PAGES;
  const log = wiring.log.named('web');
  const signIn = createSignIn({
    token,
    isSecure: config.http.public_url.startsWith('https:'),
    now: clock.now,
    home: BOARD,
    limiter: createRedisRateLimiter(redis, KEYS),
    log,
  });
  let board: Promise<QueueBoard> | undefined;
  closers.push(async () => (await board)?.close());
  const door = createBoardDoor({
    path: BOARD,
    admits: signIn.admits,
    // Most bots never show it: what it takes is loaded and connected for the first who looks.
    open: () => (board ??= openBoard(wiring)),
    onError: (error) => log.warn({ error }, 'the board of the queues can not be shown'),
  });
  return (req, res) => signIn.answers(req, res) || door(req, res);
}

async function openBoard(wiring: Wiring): Promise<QueueBoard> {
  const { createQueueBoard } = await import('../jobs/board/board.ts');
  return createQueueBoard({
    ...queueOptionsOf(wiring),
    path: BOARD,
    secrets: secretsOf(wiring.config),
    signOutPath: '/sign-out',
  });
}
