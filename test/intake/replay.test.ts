import { beforeEach, describe, expect, test } from 'vitest';
import type { DeadLetter } from '../../src/engine/ports/inbox.ts';
import type { KeptLetter } from '../../src/engine/ports/dead-letters.ts';
import { replayLetter } from '../../src/intake/replay.ts';
import { createMemoryStore, type MemoryStore } from '../../src/store/memory/store.ts';
import { arrivalOf, outcomeOf } from '../contract/records.ts';
import { metricAlarm, TOPIC } from './support/alarms.ts';
import { notification } from './support/sns-sender.ts';

const NOW = 2_000_000_000_000;

let store: MemoryStore;
beforeEach(() => {
  store = createMemoryStore(() => NOW);
});

async function kept(letter: Partial<DeadLetter>): Promise<KeptLetter> {
  await store.inbox.deadLetter({ messageId: 'm1', reason: 'a reason', body: '', ...letter });
  const last = store.state.deadLetters.at(-1);
  if (last === undefined) throw new Error('it was not kept');
  return last;
}

async function replayed(letter: Partial<DeadLetter>) {
  return replayLetter(store.deadLetters, await kept(letter), NOW);
}

const events = async () =>
  (await store.events.take({ max: 10, waitMs: 0 })).map(({ event }) => event);

describe('a message', () => {
  test('in an SNS envelope is read as intake reads it, however old', async () => {
    const envelope = notification({ MessageId: 'sns-1', Message: JSON.stringify(metricAlarm()) });
    expect(await replayed({ messageId: 'sns-1', body: JSON.stringify(envelope) })).toBe('replayed');
    expect(await events()).toMatchObject([
      { type: 'signals', topic: TOPIC, signals: [{ id: 'sns-1', source: 'cloudwatch' }] },
    ]);
    expect(store.state.deadLetters).toEqual([]);
  });

  test('from a queue keeps its id, and counts as sent when it was kept', async () => {
    expect(await replayed({ messageId: 'sqs:1', body: 'disk full' })).toBe('replayed');
    expect(await events()).toMatchObject([{ signals: [{ id: 'sqs:1', startsAt: NOW }] }]);
    expect(store.state.messages).toEqual(new Set(['sqs:1']));
  });

  test('that looks like an event of ours is a text', async () => {
    const body = JSON.stringify(outcomeOf('g', 'i'));
    expect(await replayed({ body })).toBe('replayed');
    expect(await events()).toMatchObject([{ type: 'signals', signals: [{ source: 'text' }] }]);
  });

  test('that came by another way meanwhile is not told again', async () => {
    await store.inbox.accept({ messageId: 'm1', event: arrivalOf('a') });
    expect(await replayed({ body: 'disk full' })).toBe('accepted before');
    expect(await events()).toEqual([arrivalOf('a')]);
  });
});

describe('an event on which the rules failed', () => {
  test('is decided again', async () => {
    const body = JSON.stringify({ ...arrivalOf('a'), receivedAt: 1 });
    expect(await replayed({ isEvent: true, body })).toBe('replayed');
    expect(await events()).toMatchObject([arrivalOf('a')]);
    expect(store.state.messages.size).toBe(0);
  });

  test.each([
    ['a delivery’s outcome', outcomeOf('g', 'i')],
    ['a flush', { type: 'flush', group: 'g', due: 1 }],
  ])('is let go when it was %s: the group was flushed since', async (_, event) => {
    expect(await replayed({ isEvent: true, body: JSON.stringify(event) })).toBe('not needed');
    expect(await events()).toEqual([]);
    expect(store.state.deadLetters).toEqual([]);
  });

  test('stays when it can not be read', async () => {
    expect(await replayed({ isEvent: true, body: '{' })).toBe('unreadable');
    expect(store.state.deadLetters).toHaveLength(1);
  });
});
