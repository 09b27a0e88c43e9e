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
 * @param send what is done with some; resolves to an answer for each, in their order
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
      try {
        const answers = await send(batch.map(({ one }) => one));
        if (answers.length !== batch.length) throw new Error('not an answer for each');
        for (const [index, answer] of answers.entries()) batch[index]?.resolve(answer);
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    busy = false;
  }

  return (one) =>
    new Promise((resolve, reject) => {
      waiting.push({ one, resolve, reject });
      if (!busy) void drain();
    });
}
