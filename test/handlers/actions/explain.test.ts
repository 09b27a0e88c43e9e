import { expect, test } from 'vitest';
import type { Explanation } from '../../../src/asking/explanation.ts';
import { refuseBlocks } from '../../../src/delivery/slack/limits/blocks.ts';
import { explained } from '../../../src/handlers/actions/explain.ts';
import { noTools } from '../../support/no-tools.ts';

const AT = '2026-01-06T10:00:00.000Z';
const LATER = '2026-01-06T10:00:05.000Z';
const EVIL = '<!channel> *bold*';
const TIME = '<!date^1767693600^{time}|2026-01-06 10:00 UTC>';

const integration = { is_former: false, told_at: AT, told_firing: 1, told_resolved: 0 };
const slack = { ...integration, id: 'slack/#ops', receiver: 'ops' };
const pager = { ...integration, id: 'pagerduty/6964663a4882febb', receiver: 'ops' };
const member = { name: 'a', status: 'firing', severity: 'critical', starts_at: AT } as const;
const group: NonNullable<Explanation['group']> = {
  labels: {},
  created_at: AT,
  route: { id: 'shop', receiver: 'ops', matchers: ['team="shop"'] },
  acknowledged: { by: 'Ana Ruiz', at: AT },
  firing: 1,
  resolved: 0,
  members: [
    { ...member, muted: { by: 'the silence s1', until: AT, author: 'Bob', comment: EVIL } },
  ],
  integrations: [slack, pager],
};

async function lines(explanation: Omit<Explanation, 'key'>): Promise<readonly string[]> {
  const { bot } = noTools(() => Date.parse(LATER));
  const tools = { bot, explain: async () => ({ key: 'shop.1', ...explanation }) };
  const { blocks = [] } = await explained('shop.1', tools);
  expect(refuseBlocks(blocks)).toBeUndefined();
  return blocks.map((block) =>
    block.type === 'context'
      ? block.elements
          .map((one) => ('text' in one ? `${one.type === 'mrkdwn' ? '' : '"'}${one.text}` : ''))
          .join(' | ')
      : block.type,
  );
}

test('how it stands is four lines, in the reader’s time, with places by their names', async () => {
  const all = await lines({ group, decisions: [] });
  expect(all.slice(0, 5)).toEqual([
    'Route shop | "→ ops | "team="shop" | 1 alert firing',
    `"Slack #ops | told ${TIME} · PagerDuty of ops told ${TIME}`,
    `"🔕 the silence s1 of Bob: ${EVIL} | until ${TIME} · 1 muted`,
    `Ana Ruiz has it on since ${TIME}`,
    'divider',
  ]);
  const { acknowledged: _, ...nobodys } = group;
  expect(
    (await lines({ group: { ...nobodys, members: [member] }, decisions: [] })).slice(2, 4),
  ).toEqual(['Nothing muted it when it was last looked at.', 'Nobody has it on.']);
});

test('what was decided is a line each, and one where somebody was to be told and was', async () => {
  const told = { decision: 'recorded', reason: 'delivered', at: LATER } as const;
  const wanted = { decision: 'notify', reason: 'first notification', at: AT } as const;
  const all = await lines({
    group,
    decisions: [
      { ...wanted, integration: slack.id },
      { ...wanted, integration: pager.id },
      { ...told, integration: slack.id },
      { at: AT, decision: 'noted', reason: 'by Pat', note: EVIL },
    ],
  });
  const later = TIME.replace('600', '605');
  expect(all.slice(5)).toEqual([
    `${later} | "Slack #ops: told: first notification`,
    `${TIME} | "PagerDuty of ops: to be told: first notification`,
    `${TIME} | "a note by Pat: ${EVIL}`,
    '`tocsin explain shop.1` says all of it.',
  ]);
});

test('of a group that is forgotten the newest decisions are told', async () => {
  const decisions = Array.from({ length: 20 }, (_, index) => ({
    at: AT,
    decision: 'quiet' as const,
    reason: `reason ${index}`,
    integration: 'webhook/0123',
  }));
  const all = await lines({ decisions });
  expect(all.slice(0, 4)).toEqual([
    'It is over, and forgotten.',
    'divider',
    '… 5 before these',
    `${TIME} | "The webhook: not told: reason 5`,
  ]);
});
