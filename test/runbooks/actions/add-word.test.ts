import { expect, test } from 'vitest';
import type { ActionRun } from '../../../src/engine/ports/action-runs.ts';
import { addWord } from '../../../src/runbooks/actions/add-word.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';

const NOW = 1_800_000_000_000;
const RUN: ActionRun = {
  key: 'run-1',
  about: 'function orders',
  action: 'lambda_memory',
  params: {},
  why: [],
  facts: {},
  state: 'succeeded',
  revision: 0,
  askedBy: 'tocsin',
  askedAt: NOW,
  story: [],
};

test('what is known of a run later is a line of its story once, and not a second end in the audit trail', async () => {
  const { actions: runs, audit } = createMemoryStore(() => NOW);
  await runs.open(RUN, 0, { actor: 'tocsin', action: 'action-succeeded', object: RUN.about });
  const parts = { runs, now: () => NOW };
  await Promise.all([addWord('run-1', 'It helped.', parts), addWord('run-1', 'It helped.', parts)]);
  await addWord('run-2', 'It helped.', parts);
  const run = await runs.find('run-1');
  expect(run?.state).toBe('succeeded');
  expect(run?.story.map(({ what }) => what)).toEqual(['It helped.']);
  const deeds = [];
  for await (const { action } of audit.list()) deeds.push(action);
  expect(deeds).toEqual(['action-succeeded']);
});
