import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { KeptLetter } from '../../src/engine/ports/dead-letters.ts';
import { arrivalOf } from './records.ts';
import { KINDS, lettersIn, type Subject } from './stores.ts';

/** Puts messages on the list, and resolves to them as they lie there. */
async function withLetters(
  store: Subject,
  ...ids: readonly string[]
): Promise<readonly KeptLetter[]> {
  for (const messageId of ids) {
    await store.inbox.deadLetter({ messageId, reason: 'too old', body: `body of ${messageId}` });
  }
  return lettersIn(store);
}

async function withLetter(store: Subject, messageId = 'm1'): Promise<KeptLetter> {
  const [letter] = await withLetters(store, messageId);
  if (letter === undefined) throw new Error('it was not kept');
  return letter;
}

const eventsIn = async ({ events }: Subject) =>
  (await events.take({ max: 1_000, waitMs: 1 })).map(({ event }) => event);

describe.each(KINDS)('a dead-letter list in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('is empty at first', async () => {
    const store = await make();
    expect(await lettersIn(store)).toEqual([]);
    expect(await store.deadLetters.find('1-0')).toBeUndefined();
    expect(await store.deadLetters.find('nonsense')).toBeUndefined();
  });

  test('lists letters oldest first, however many, each with its time', async () => {
    const store = await make();
    const before = (await store.events.timers(1)).now;
    const ids = Array.from({ length: 120 }, (_, index) => `m${index}`);
    const letters = await withLetters(store, ...ids);
    const after = (await store.events.timers(1)).now;
    expect(letters.map(({ messageId }) => messageId)).toEqual(ids);
    expect(new Set(letters.map(({ id }) => id)).size).toBe(ids.length);
    for (const { at } of letters) {
      expect(at).toBeGreaterThanOrEqual(before);
      expect(at).toBeLessThanOrEqual(after);
    }
  });

  test('does not list what is added while it is read', async () => {
    const store = await make();
    const ids = Array.from({ length: 60 }, (_, index) => `m${index}`);
    await withLetters(store, ...ids);
    const seen: string[] = [];
    for await (const { messageId } of store.deadLetters.list()) {
      seen.push(messageId);
      await store.inbox.deadLetter({ messageId: `after ${messageId}`, reason: 'r', body: '' });
    }
    expect(seen).toEqual(ids);
  });

  test('finds a letter by its id', async () => {
    const store = await make();
    const [, second] = await withLetters(store, 'm1', 'm2');
    expect(await store.deadLetters.find(second?.id ?? '')).toEqual(second);
  });

  test('replays a letter: its event is in the inbox, and it is gone', async () => {
    const store = await make();
    const [first, second] = await withLetters(store, 'm1', 'm2');
    if (first === undefined) throw new Error('it was not kept');
    const replay = { event: arrivalOf('a'), messageId: 'm1' };
    expect(await store.deadLetters.replay(first, replay)).toBe('replayed');
    expect(await eventsIn(store)).toEqual([arrivalOf('a')]);
    expect(await lettersIn(store)).toEqual([second]);
  });

  test('replays a letter once, however many do it at the same time', async () => {
    const store = await make();
    const letter = await withLetter(store);
    const results = await Promise.all(
      [1, 2, 3].map(() => store.deadLetters.replay(letter, { event: arrivalOf('a') })),
    );
    expect(results.toSorted()).toEqual(['gone', 'gone', 'replayed']);
    expect(await eventsIn(store)).toHaveLength(1);
  });

  test('does not replay what came by another way meanwhile, and is rid of it', async () => {
    const store = await make();
    const letter = await withLetter(store);
    await store.inbox.accept({ messageId: 'm1', event: arrivalOf('a') });
    const replay = { event: arrivalOf('a'), messageId: 'm1' };
    expect(await store.deadLetters.replay(letter, replay)).toBe('accepted before');
    expect(await eventsIn(store)).toHaveLength(1);
    expect(await lettersIn(store)).toEqual([]);
  });

  test('has a message that was replayed known to the inbox', async () => {
    const store = await make();
    const letter = await withLetter(store);
    await store.deadLetters.replay(letter, { event: arrivalOf('a'), messageId: 'm1' });
    expect((await store.inbox.accept({ messageId: 'm1', event: arrivalOf('a') })).isNew).toBe(
      false,
    );
  });

  test('discards a letter, once', async () => {
    const store = await make();
    const letter = await withLetter(store);
    expect(await store.deadLetters.discard(letter)).toBe(true);
    expect(await store.deadLetters.discard(letter)).toBe(false);
    expect(await lettersIn(store)).toEqual([]);
    expect(await eventsIn(store)).toEqual([]);
  });

  test.each(['replay', 'discard'] as const)('keeps a message anew after a %s', async (way) => {
    const store = await make();
    const letter = await withLetter(store);
    if (way === 'discard') await store.deadLetters.discard(letter);
    else await store.deadLetters.replay(letter, { event: arrivalOf('a') });
    expect(await withLetters(store, 'm1')).toMatchObject([{ messageId: 'm1' }]);
  });
});
