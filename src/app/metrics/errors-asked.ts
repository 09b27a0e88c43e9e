import { randomBytes } from 'node:crypto';
import { Mistake } from '../../config/mistake.ts';
import type { Config } from '../../config/load.ts';
import { parseErrorsAsk } from '../../metrics/errors/ask.ts';
import type { ErrorsAtHand } from '../../metrics/errors/at-hand.ts';
import type { ErrorChanged, ErrorWish } from '../../metrics/errors/change.ts';
import type { Asked } from '../../metrics/errors/problem.ts';
import { errorsProblemWords } from '../../metrics/errors/problem-words.ts';
import type { Watcher } from '../../metrics/errors/read.ts';
import { readShortId } from '../../metrics/errors/short-id.ts';
import { errorsJson, errorsText } from '../../metrics/errors/text.ts';
import { createMemoryStore } from '../../store/memory/store.ts';
import { createRedisAudit } from '../../store/redis/audit.ts';
import { startRedisClock } from '../../store/redis/clock.ts';
import { createRedisTurns } from '../../store/redis/turns.ts';
import { thisPerson } from '../actor.ts';
import { errorsAtHand } from './errors-at-hand.ts';
import { connectRunning } from '../running-redis.ts';
import { KEYS } from '../wiring.ts';

export type { ErrorStatus } from '../../metrics/errors/tracker.ts';

/** What was found, for a terminal and for programs. */
export interface ErrorsShown {
  readonly text: string;
  readonly json: object;
}

/**
 * The errors that are asked for, without a bot.
 *
 * @param now epoch milliseconds
 * @throws Mistake for what was written wrong; Error in words for people where there is no answer
 */
export async function askErrors(
  config: Config,
  words: readonly string[],
  now: number,
  watcher: Watcher,
): Promise<ErrorsShown> {
  const { turns, audit } = createMemoryStore(Date.now);
  const errors = known(errorsAtHand(config, { turns, audit, now: Date.now }));
  const { timeZone } = Intl.DateTimeFormat().resolvedOptions();
  const asked = parseErrorsAsk(
    words.map((text) => ({ text, raw: text, isQuoted: false })),
    errors.projects,
    { now, timeZone },
  );
  const found = answered(await errors.read(asked, watcher));
  return { text: errorsText(found, asked), json: errorsJson(found) };
}

/**
 * Resolves an error or opens it again, as somebody in the chat would: it takes turns with them, and stands in
 * the audit trail of the bot that the config describes.
 *
 * @throws Mistake for what was written wrong; Error in words for people where it can't be done
 */
export async function changeErrorOf(
  config: Config,
  { shortId: written, ...wish }: Omit<ErrorWish, 'traceId' | 'actor'>,
): Promise<ErrorChanged> {
  const shortId = readShortId(written);
  if (config.errors.sentry === undefined) throw unknown();
  const redis = await connectRunning(config);
  const clock = await startRedisClock(redis);
  try {
    const turns = createRedisTurns(redis, KEYS);
    const audit = createRedisAudit(redis, KEYS);
    const errors = known(errorsAtHand(config, { turns, audit, now: clock.now }));
    const traceId = randomBytes(16).toString('hex');
    const whole = { ...wish, shortId, actor: thisPerson(), traceId };
    return answered(await errors.change(whole, new AbortController().signal));
  } finally {
    clock.stop();
    redis.disconnect();
  }
}

function known(errors: ErrorsAtHand | undefined): ErrorsAtHand {
  if (errors === undefined) throw unknown();
  return errors;
}

function unknown(): Mistake {
  return new Mistake('the config names no Sentry', 'write errors: { sentry: … } into it');
}

function answered<T>(asked: Asked<T>): T {
  if (asked.ok) return asked.answer;
  const { what, mend } = errorsProblemWords(asked.problem);
  throw new Error(`${what} ${mend}`);
}
