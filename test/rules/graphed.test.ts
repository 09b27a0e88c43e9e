import { expect, test } from 'vitest';
import type { Delivery, Group } from '../../src/alert/group.ts';
import { Draft } from '../../src/rules/draft.ts';
import type { GraphedEvent } from '../../src/rules/event.ts';
import { graphed } from '../../src/rules/graphed.ts';
import { NO_SILENCES } from '../../src/alert/silence.ts';

const GRAPH = { file: 'F1', alt: 'how it ran', of: 'a' };
const EVENT: GraphedEvent = {
  type: 'graphed',
  traceId: 't',
  group: 'g',
  integration: 'slack',
  episode: 1_000,
  graph: GRAPH,
};
const TOLD: Delivery = {
  wanted: 3,
  shown: 3,
  toldAt: 1_000,
  episode: 1_000,
  handle: { channel: 'C1', ts: '1.2' },
};

function after(slack: Delivery | undefined, event = EVENT) {
  const mail = { wanted: 3, shown: 3, toldAt: 1_000, episode: 1_000 };
  const deliveries = { mail, ...(slack !== undefined && { slack }) };
  const group: Group = {
    key: 'g',
    routeId: 'root',
    labels: {},
    createdAt: 0,
    revision: 3,
    deliveries,
  };
  const draft = new Draft({
    alert: () => undefined,
    group: (key) => (key === 'g' ? group : undefined),
    members: () => new Map(),
    member: () => undefined,
    told: () => new Map(),
    silences: () => NO_SILENCES,
    inhibitors: () => new Map(),
    waiting: () => [],
    openings: () => new Map(),
  });
  graphed(draft, event, 5_000);
  return draft.changes();
}

test('a graph is shown by an edit of the message it was drawn for, and by nobody else’s', () => {
  const { groups, effects } = after(TOLD);
  expect(groups.get('g')).toMatchObject({
    revision: 4,
    deliveries: { slack: { ...TOLD, graph: GRAPH, wanted: 4 }, mail: { wanted: 3 } },
  });
  expect(effects.map(({ integration }) => integration)).toEqual(['slack']);
});

test.each([
  ['is over', { wanted: 3, shown: 3 }, EVENT],
  ['gave way to another', { ...TOLD, episode: 2_000 }, EVENT],
  ['is none', undefined, EVENT],
  ['is of a group that is forgotten', TOLD, { ...EVENT, group: 'gone' }],
] as const)('a graph for a message that %s changes nothing', (_, slack, event) => {
  const { groups, effects, reasons } = after(slack, event);
  expect([groups.size, effects]).toEqual([0, []]);
  expect(reasons).toMatchObject([{ decision: 'ignored', reason: 'its message is over' }]);
});
