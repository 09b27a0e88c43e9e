import { expect, test } from 'vitest';
import { CANCEL_BUTTON } from '../../../src/handlers/actions/cancel.ts';
import type { Handling, Step } from '../../../src/handlers/handling.ts';
import type { ActionRequest, CommandRequest } from '../../../src/handlers/request.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { noTools } from '../../support/no-tools.ts';

const ASKED: CommandRequest = {
  type: 'command',
  id: 'trigger',
  traceId: 'abc123',
  at: 1,
  person: { id: 'U0ANA', name: 'ana' },
  command: '/slow',
  text: 'orders',
  channelId: 'C0OPS',
  responseUrl: '',
  triggerId: 'trigger',
};

const store = createMemoryStore(() => 1);
const tools = noTools(() => 2);

/** What it takes that somebody cancels a job, and doing it. */
async function press(person: string, value: string): Promise<Step> {
  const request: ActionRequest = {
    type: 'action',
    id: 'press',
    traceId: 'def456',
    at: 2,
    person: { id: person, name: person },
    actionId: CANCEL_BUTTON.id,
    // What stands here is whatever came with the click.
    blockId: 'U0BEN',
    value,
    triggerId: 'press',
    channelId: 'DU0ANA',
  };
  const handling: Handling<ActionRequest> = {
    request,
    asker: { id: person, name: person, actor: `slack:${person}`, role: 'viewer', why: '' },
    ...tools,
    jobs: {
      ...tools.jobs,
      find: async (id) => (id === 'known' ? ASKED : undefined),
      cancel: (...wish) => store.jobs.cancel(...wish),
    },
  };
  return CANCEL_BUTTON.prepare(handling);
}

test('who asked may cancel it, once, and the audit trail says so; for others it takes an operator', async () => {
  expect((await press('U0BEN', 'known')).role).toBe('operator');
  const step = await press('U0ANA', 'known');
  expect(step.role).toBe('viewer');
  if (!('run' in step)) throw new Error('it is done at once');
  expect(await step.run()).toBeUndefined();
  expect((await step.run())?.text).toContain('Somebody has cancelled it already');
  const { deeds } = store.state;
  expect(deeds).toMatchObject([
    {
      actor: 'slack:U0ANA',
      action: 'job-cancelled',
      object: '/slow orders',
      details: { by: 'U0ANA', job: 'known' },
      traceId: 'def456',
    },
  ]);
});

test('what is over, or was made up, can’t be cancelled', async () => {
  await expect(press('U0ANA', 'made-up')).rejects.toThrow('it is over already');
});
