import { setImmediate } from 'node:timers/promises';

interface Waiting<T, R> {
  readonly one: T;
  readonly resolve: (answer: R) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Has calls go together: those that come at once, and those that come while others are under way, go
 * in one round trip. With `appendfsync always` that is one sync to disk for all of them.
 *
 * @param atMost so many in one round trip, so that none holds the server for long
 * @param send what is done with some, perhaps twice; resolves to an answer for each, in their order
 */
export function together<T, R>(
  atMost: number,
  send: (some: readonly T[]) => Promise<readonly R[]>,
): (one: T) => Promise<R> {
  const waiting: Waiting<T, R>[] = [];
  let busy = false;

  async function drain(): Promise<void> {
    busy = true;
    await setImmediate();
    while (waiting.length > 0) {
      const batch = waiting.splice(0, atMost);
      await carryOut(batch).catch((error: unknown) => alone(batch, error));
    }
    busy = false;
  }

  async function carryOut(batch: readonly Waiting<T, R>[]): Promise<void> {
    const answers = await send(batch.map(({ one }) => one));
    if (answers.length !== batch.length) throw new Error('not an answer for each');
    for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
  }

  /** What goes wrong with one of them fails no other: each is asked for again by itself. */
  async function alone(batch: readonly Waiting<T, R>[], error: unknown): Promise<void> {
    if (batch.length === 1 || !isForOne(error)) for (const { reject } of batch) reject(error);
    else await Promise.all(batch.map((waits) => carryOut([waits]).catch(waits.reject)));
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!busy) void drain();
    });
}

/** Redis refuses, or a text can't be read: as against a server that can't be reached. */
function isForOne(error: unknown): boolean {
  return error instanceof SyntaxError || (error instanceof Error && error.name === 'ReplyError');
}
