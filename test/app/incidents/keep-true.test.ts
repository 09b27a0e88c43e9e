import { expect, test } from 'vitest';
import { keepTrue } from '../../../src/app/incidents/keep-true.ts';
import type { Member } from '../../../src/alert/group.ts';
import type { WholeGroup } from '../../../src/engine/ports/groups.ts';
import { openedIncident } from '../../../src/runbooks/incidents/opened.ts';
import { createMemoryStore } from '../../../src/store/memory/store.ts';
import { after, ANA, MINUTE, ORDERS, SETTINGS, T0 } from '../../runbooks/incidents/worlds.ts';

const groupOf = (key: string, member: Partial<Member>): [string, WholeGroup] => [
  key,
  {
    group: {
      key,
      routeId: 'r',
      labels: { alertname: key },
      createdAt: T0,
      revision: 1,
      deliveries: {},
    },
    members: new Map([['f', { severity: 'critical', startsAt: T0, revision: 1, ...member }]]),
    told: new Map(),
  },
];

test('an incident follows its alerts into another group, unless somebody took that out', async () => {
  const { incidents } = createMemoryStore(() => T0);
  const opening = { title: 'Down', severity: 'critical', channel: 'C', group: ORDERS } as const;
  const begun = await incidents.begin('a', openedIncident(opening, ANA, SETTINGS, T0));
  const all = new Map([
    groupOf(ORDERS.key, { endsAt: T0 + MINUTE, movedTo: 'other' }),
    groupOf('other', {}),
  ]);
  const parts = {
    incidents,
    settings: SETTINGS,
    groups: { find: async (key: string) => all.get(key) },
  };
  const moved = await keepTrue(begun, parts, T0 + 2 * MINUTE);
  expect(moved.groups).toMatchObject([
    { key: ORDERS.key, state: 'resolved' },
    { key: 'other', state: 'firing' },
  ]);
  expect(moved.entries.map(({ what }) => what)).not.toContain('quiet');
  expect(await keepTrue(moved, parts, T0 + 2 * MINUTE)).toEqual(moved);
  const detached = after(moved, [{ what: 'detached', group: 'other' }]);
  await incidents.change(detached);
  const later = await keepTrue(detached, parts, T0 + 3 * MINUTE);
  expect(later.groups.map(({ key }) => key)).toEqual([ORDERS.key]);
});
