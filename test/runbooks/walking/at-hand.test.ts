import { expect, test } from 'vitest';
import { walksAtHand } from '../../../src/runbooks/walking/at-hand.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { ANA, AT, BEN, ORDERS_LATE } from './walks.ts';

test('a walk is not opened again beside another one about the same: who wants to hears of that', async () => {
  const { walks } = createMemoryStore(() => AT);
  const walking = walksAtHand({ walks, now: () => AT, hurry: async () => {} });
  const wanted = {
    runbook: 'orders-late',
    text: ORDERS_LATE,
    facts: { labels: {}, annotations: {} },
    subject: { group: 'page.3f2a' },
    place: { channel: 'C0OPS' },
  };
  const { walk: first } = await walking.begin({ ...wanted, id: 'first', by: ANA });
  const aim = { step: 0, opened: first.opened };
  const stop = { kind: 'stopped', note: 'false alarm' } as const;
  const stopped = await walking.press(first.id, { id: 'stop', aim, deed: stop, by: ANA });
  const { walk: second } = await walking.begin({ ...wanted, id: 'second', by: BEN });
  const reopen = (id: string) =>
    walking.press(first.id, {
      id,
      aim: { step: 0, opened: stopped?.walk.opened ?? 0 },
      deed: { kind: 'reopened' },
      by: ANA,
    });
  expect(await reopen('early')).toEqual({ came: { kind: 'another' }, walk: second });
  await walking.press(second.id, { id: 'done with', aim, deed: stop, by: BEN });
  expect(await reopen('late')).toMatchObject({ came: { kind: 'changed' }, walk: { id: first.id } });
});
