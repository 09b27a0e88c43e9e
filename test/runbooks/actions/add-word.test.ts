import { expect, test } from 'vitest';
import { addWord } from '../../../src/runbooks/actions/add-word.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { ROLL_BACK_RUN } from '../../support/roll-back.ts';

const NOW = 1_800_000_000_000;
const RUN = { ...ROLL_BACK_RUN, state: 'succeeded' } as const;

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
