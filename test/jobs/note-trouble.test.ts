import { beforeEach, expect, test } from 'vitest';
import type { Diagnosis } from '../../src/engine/ports/troubles.ts';
import { noteSettled } from '../../src/jobs/note-trouble.ts';
import { createMemoryStore, type MemoryStore } from '../../src/store/memory/store.ts';
import { NOON, sampleView } from '../delivery/support/views.ts';

const STAYS: Diagnosis = {
  concerns: 'address',
  problem: 'nobody is on call for payments; it stays with who was told before',
  remedy: 'Put somebody on that schedule.',
  isReached: true,
};
const BEFORE = { channel: 'D1', ts: '1.1', user: 'U1' };

const view = sampleView({ delivery: { handle: BEFORE } });
let store: MemoryStore;

beforeEach(async () => {
  store = createMemoryStore(() => NOON);
  const reached = { outcome: 'delivered', handle: BEFORE, diagnosis: STAYS } as const;
  await noteSettled(view, reached, NOON, store.troubles);
});

const troubles = async () => [...(await store.troubles.all()).keys()];

test('that an address may not last is not over because a message there changed', async () => {
  const changed = { outcome: 'delivered', handle: { ...BEFORE, picture: 'b' } } as const;
  await noteSettled(view, changed, NOON, store.troubles);
  expect(await troubles()).toEqual(['slack/#incidents']);
});

test('it is over with a message in another place', async () => {
  const handed = {
    outcome: 'delivered',
    handle: { channel: 'D2', ts: '2.1', user: 'U2' },
  } as const;
  await noteSettled(view, handed, NOON, store.troubles);
  expect(await troubles()).toEqual([]);
});

test('it is not over where nobody was asked', async () => {
  await noteSettled(view, { outcome: 'delivered', unasked: true }, NOON, store.troubles);
  expect(await troubles()).toEqual(['slack/#incidents']);
});
