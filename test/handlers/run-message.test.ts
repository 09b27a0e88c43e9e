import { expect, test } from 'vitest';
import type { ActionRun } from '../../src/engine/ports/action-runs.ts';
import { actionLook } from '../../src/handlers/action-runs/look.ts';
import { runMessage } from '../../src/handlers/action-runs/run-message.ts';

const RUN: ActionRun = {
  key: 'run-1',
  about: 'service shop/checkout',
  action: 'ecs_capacity',
  params: { desired: 8 },
  why: [],
  facts: {},
  state: 'succeeded',
  revision: 1,
  askedBy: 'slack:U1',
  askedAt: 0,
  preview: { before: '4 tasks run.', after: '8 tasks run.', was: '4' },
  canUndo: true,
  story: [],
};

function shown(own: Partial<ActionRun>): string {
  const run = { ...RUN, ...own };
  return JSON.stringify(runMessage(run, actionLook(run)).blocks);
}

test('what was replaced is said of what was done, and of nothing that replaces nothing', () => {
  expect(shown({})).toContain('After: 8 tasks run.');
  const { canUndo: _, ...started } = RUN;
  expect(JSON.stringify(runMessage(started, actionLook(started)))).not.toContain('After:');
});

test.each(['failed', 'unknown', 'declined', 'expired'] as const)(
  'what is %s is not shown as if it had become so',
  (state) => {
    expect(shown({ state })).not.toContain('After:');
  },
);
