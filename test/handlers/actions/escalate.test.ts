import { expect, test } from 'vitest';
import type { Group } from '../../../src/alert/group.ts';
import type { Bot } from '../../../src/asking/bot.ts';
import { escalate } from '../../../src/handlers/actions/escalate.ts';
import type { Tools } from '../../../src/handlers/handling.ts';
import { noTools } from '../../support/no-tools.ts';
import { groupOf } from '../../contract/records.ts';

const NOW = Date.parse('2026-03-04T12:00:00Z');

/** Somebody presses Escalate at a group that can be had to call others so. */
async function pressed(ahead: ReturnType<Tools['callsAhead']>) {
  let group: Group = groupOf('page.1');
  const bot: Bot = {
    async *groups() {},
    group: async () => ({ group, members: new Map(), told: new Map() }),
    firing: async () => [],
    silences: async () => [],
    async ask() {
      const what = { what: 'escalated', by: 'Ana Ruiz', at: NOW, revision: 2 } as const;
      group = { ...group, lately: [what] };
    },
    now: () => NOW,
  };
  const answer = escalate(
    { group, members: new Map(), told: new Map() },
    {
      request: {
        type: 'action',
        id: 'a1',
        traceId: 't',
        at: NOW,
        person: { id: 'U0ANA', name: 'ana' },
        actionId: 'menu',
        blockId: 'page.1',
        triggerId: 'x',
      },
      asker: { id: 'U0ANA', name: 'Ana Ruiz', actor: 'slack:U0ANA', role: 'responder', why: '' },
      ...noTools(() => NOW),
      bot,
      callsAhead: () => ahead,
    },
  );
  return { answer: await answer, group };
}

test('who presses Escalate hears only what there is to know of it', async () => {
  expect((await pressed({})).answer).toBeUndefined();
  expect((await pressed({ remark: 'PagerDuty can not be told' })).answer).toEqual({
    text: 'PagerDuty can not be told',
  });
});

test('who presses Escalate where nobody can be called hears why, and nothing is asked for', async () => {
  await expect(pressed({ why: 'there is no token' })).rejects.toMatchObject({
    message: 'nobody else can be called',
    hint: 'there is no token',
  });
});
