import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { signal } from '../rules/make.ts';
import { arrivalOf } from './records.ts';
import { KINDS, lettersIn } from './stores.ts';

describe.each(KINDS)('an inbox in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('takes a message id once', async () => {
    const { inbox, events } = await make();
    expect((await inbox.accept({ messageId: 'm1', event: arrivalOf('a') })).isNew).toBe(true);
    expect((await inbox.accept({ messageId: 'm1', event: arrivalOf('a') })).isNew).toBe(false);
    expect((await inbox.accept({ messageId: 'm2', event: arrivalOf('a') })).isNew).toBe(true);
    expect(await events.take({ max: 10, waitMs: 1 })).toHaveLength(2);
  });

  test('takes a message id once, however many come at the same time', async () => {
    const { inbox, events } = await make();
    const answers = await Promise.all(
      Array.from({ length: 500 }, (_, index) =>
        inbox.accept({ messageId: `m${index % 50}`, event: arrivalOf('a') }),
      ),
    );
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(50);
    expect(await events.take({ max: 1_000, waitMs: 1 })).toHaveLength(50);
  });

  test('remembers a message id also after its event was handled', async () => {
    const { inbox, events } = await make();
    await inbox.accept({ messageId: 'm1', event: arrivalOf('a') });
    await events.take({ max: 10, waitMs: 1 });
    expect((await inbox.accept({ messageId: 'm1', event: arrivalOf('a') })).isNew).toBe(false);
  });

  test('gives out events as they came, in their order', async () => {
    const { inbox, events } = await make();
    const names = ['a', 'b', 'c'];
    for (const name of names) await inbox.accept({ messageId: name, event: arrivalOf(name) });
    const taken = await events.take({ max: 10, waitMs: 1 });
    expect(taken.map(({ event }) => event)).toEqual(names.map(arrivalOf));
  });

  test('gives signals the severity of their alarm’s tag in the step that takes them in', async () => {
    const { inbox, tags, events } = await make();
    await tags.put('known', { severity: 'critical', readAt: 1 });
    await tags.put('bare', { readAt: 1 });
    const event = { ...arrivalOf('a'), signals: ['a', 'b', 'c', 'd'].map((name) => signal(name)) };
    const taggedBy = ['known', undefined, 'bare', 'unknown'];
    const accepted = await inbox.accept({ messageId: 'm1', event, taggedBy });
    expect(accepted).toEqual({ isNew: true, untagged: ['unknown'] });
    const again = await inbox.accept({ messageId: 'm1', event, taggedBy });
    expect(again).toEqual({ isNew: false, untagged: [] });

    const [entry] = await events.take({ max: 10, waitMs: 1 });
    const [first, ...rest] = event.signals;
    expect(entry?.event).toEqual({
      ...event,
      signals: [
        { ...first, severity: 'critical', labels: { ...first?.labels, severity: 'critical' } },
        ...rest,
      ],
    });
  });

  test('says of an event none of whose alarms was read yet which they are', async () => {
    const { inbox, events } = await make();
    const event = arrivalOf('a');
    const accepted = await inbox.accept({ messageId: 'm1', event, taggedBy: ['a'] });
    expect(accepted).toEqual({ isNew: true, untagged: ['a'] });
    expect(await events.take({ max: 10, waitMs: 1 })).toMatchObject([{ event }]);
  });

  test('says when it took each event, by the clock of whoever decides', async () => {
    const { inbox, events, pass } = await make();
    const before = (await events.timers(1)).now;
    await pass(5);
    await inbox.accept({ messageId: 'm1', event: arrivalOf('a') });
    const [entry] = await events.take({ max: 10, waitMs: 1 });
    const after = (await events.timers(1)).now;
    expect(entry?.at).toBeGreaterThanOrEqual(before);
    expect(entry?.at).toBeLessThanOrEqual(after);
  });

  test('keeps messages that could not be handled', async () => {
    const store = await make();
    const letter = { messageId: 'm1', reason: 'not JSON', body: '{"' };
    await store.inbox.deadLetter(letter);
    expect(await lettersIn(store)).toMatchObject([letter]);
  });

  test('keeps such a message once, however often it comes', async () => {
    const store = await make();
    for (const reason of ['too old', 'older still']) {
      await store.inbox.deadLetter({ messageId: 'm1', reason, body: '{"' });
    }
    expect(await lettersIn(store)).toMatchObject([{ reason: 'too old' }]);
  });
});
