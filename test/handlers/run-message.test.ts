import { expect, test } from 'vitest';
import { refuseBlocks } from '../../src/delivery/slack/limits/blocks.ts';
import type { ActionRun } from '../../src/engine/ports/action-runs.ts';
import { actionLook } from '../../src/handlers/action-runs/look.ts';
import { runMessage } from '../../src/handlers/action-runs/run-message.ts';
import { checkShown, LONGEST_SHOWN } from '../../src/runbooks/actions/shown-params.ts';

const LONG = 'so that '.repeat(100);

test('the longest that can be asked for is shown to its last character, in a message that Slack takes', () => {
  const params = { body: 'x'.repeat(LONGEST_SHOWN - 30), last: 'the end' };
  expect(() => checkShown({ ...params, more: 'y'.repeat(30) })).toThrow('people can be shown');
  checkShown({ ...params, body: params.body.slice(10) });
  const run: ActionRun = {
    key: 'run-1',
    about: 'webhook flush',
    title: LONG,
    action: 'webhook',
    params: { ...params, body: params.body.slice(10) },
    why: Array.from({ length: 6 }, () => LONG),
    facts: {},
    state: 'asked',
    revision: 1,
    askedBy: 'slack:U1',
    askedAt: 0,
    preview: { before: LONG, after: LONG },
    story: [{ at: 0, state: 'asked', what: LONG, by: 'Ana Ruiz' }],
  };
  const { blocks } = runMessage(run, actionLook(run));
  expect(refuseBlocks(blocks)).toBeUndefined();
  expect(JSON.stringify(blocks)).toContain('the end');
});
