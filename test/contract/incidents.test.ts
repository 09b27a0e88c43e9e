import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
  INCIDENTS_KEPT_FOR,
  WISH_KEPT_FOR,
  type Incident,
  type IncidentGroup,
} from '../../src/engine/ports/incidents.ts';
import { KINDS, type Subject } from './stores.ts';

const DAY = 86_400_000;
const NOW = 20_000 * DAY;
const ANA = { name: 'Ana', actor: 'slack:U0ANA' };
const ORDERS: IncidentGroup = {
  key: 'page.0011',
  title: 'High "error" rate — orders',
  state: 'firing',
  since: NOW - 60_000,
};

function beginning(own: Partial<Incident> = {}) {
  return (id: string) => ({
    incident: {
      id,
      title: 'Checkout is down',
      severity: 'critical',
      status: 'investigating',
      revision: 1,
      openedAt: NOW,
      openedBy: ANA,
      detectedAt: NOW,
      roles: {},
      groups: [],
      channel: '#incidents',
      entries: [{ at: NOW, what: 'opened', by: 'Ana' }],
      ...own,
    } satisfies Incident,
    deed: { actor: ANA.actor, action: 'incident-opened', object: id } as const,
  });
}

function next(incident: Incident, own: Partial<Incident>): Incident {
  return { ...incident, ...own, revision: incident.revision + 1 };
}

async function deedsIn({ audit }: Subject): Promise<readonly string[]> {
  const deeds: string[] = [];
  for await (const { action, object } of audit.list()) deeds.push(`${action} ${object}`);
  return deeds;
}

describe.each(KINDS)('incidents in $name', ({ start, stop, make }) => {
  let store: Subject;
  let begin: (wish: string, own?: Partial<Incident>) => Promise<Incident>;

  beforeAll(start);
  afterAll(stop);
  beforeEach(async () => {
    store = await make();
    begin = (wish, own) => store.incidents.begin(wish, beginning(own));
  });

  test('of several who open one from the same alert at once the first does, while that runs', async () => {
    const wishes = ['a', 'b', 'c'].map((wish) => begin(wish, { groups: [ORDERS] }));
    const [first, ...others] = await Promise.all(wishes);
    if (first === undefined) throw new Error('there is none');
    expect(others).toEqual([first, first]);
    expect(await store.incidents.open()).toEqual([first]);
    await store.incidents.change(next(first, { resolvedAt: NOW + 1 }));
    expect((await begin('d', { groups: [ORDERS] })).id).not.toBe(first.id);
  });

  test('have numbers one after the other, also where many are opened at once', async () => {
    const opened = await Promise.all(['a', 'b', 'c', 'd', 'e'].map((wish) => begin(wish)));
    expect(opened.map(({ id }) => id).toSorted()).toEqual(
      [1, 2, 3, 4, 5].map((number) => `INC-${number}`),
    );
    expect(await store.incidents.find('INC-3')).toMatchObject({ id: 'INC-3', revision: 1 });
    expect(await store.incidents.find('INC-6')).toBeUndefined();
    expect((await deedsIn(store)).toSorted()).toEqual(
      [1, 2, 3, 4, 5].map((number) => `incident-opened INC-${number}`),
    );
  });

  test('are opened once for a wish, however often it is asked', async () => {
    const opened = await Promise.all([1, 2, 3].map(() => begin('a')));
    expect(opened.map(({ id }) => id)).toEqual(['INC-1', 'INC-1', 'INC-1']);
    expect((await begin('b')).id).toBe('INC-2');
    expect(await deedsIn(store)).toHaveLength(2);
    await store.pass(WISH_KEPT_FOR);
    expect((await begin('a')).id).toBe('INC-3');
  });

  test('are changed by one of those who saw the same, in one step with its deed', async () => {
    const incident = await begin('a');
    const changes = (['incident-noted', 'incident-updated'] as const).map((action) =>
      store.incidents.change(next(incident, { title: action }), {
        actor: ANA.actor,
        action,
        object: incident.id,
      }),
    );
    expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
    const found = await store.incidents.find('INC-1');
    expect(found?.revision).toBe(2);
    expect(await deedsIn(store)).toEqual(['incident-opened INC-1', `${found?.title} INC-1`]);
    const unknown = { ...incident, id: 'INC-9' };
    expect(await store.incidents.change(next(unknown, {}))).toBe(false);
  });

  test('run until they are resolved, and again once they are reopened', async () => {
    const first = await begin('a', { openedAt: NOW + 1 });
    const second = await begin('b', { openedAt: NOW });
    const running = async () => (await store.incidents.open()).map(({ id }) => id);
    expect(await running()).toEqual([second.id, first.id]);
    const over = next(second, { resolvedAt: NOW + 2 });
    await store.incidents.change(over);
    expect(await running()).toEqual([first.id]);
    const { resolvedAt: _, ...reopened } = next(over, {});
    await store.incidents.change(reopened);
    expect(await running()).toEqual([second.id, first.id]);
  });

  test('are found by the groups that belong to them, the newest first', async () => {
    const first = await begin('a', { groups: [ORDERS] });
    const second = await begin('b', { openedAt: NOW + 1 });
    const ofOrders = async () =>
      (await store.incidents.ofGroup(ORDERS.key)).map(({ groups, id }) => [id, groups]);
    expect(await ofOrders()).toEqual([['INC-1', [ORDERS]]]);
    await store.incidents.change(next(second, { groups: [ORDERS] }));
    expect(await ofOrders()).toEqual([
      ['INC-2', [ORDERS]],
      ['INC-1', [ORDERS]],
    ]);
    await store.incidents.change(next(first, { groups: [] }));
    expect(await ofOrders()).toEqual([['INC-2', [ORDERS]]]);
    expect(await store.incidents.ofGroup('page.none')).toEqual([]);
  });

  test('are found by when they were opened, and forgotten after more than a year', async () => {
    const opened = async (since: number, until: number) =>
      (await store.incidents.between(since, until)).map(({ id }) => id);
    await begin('a', { resolvedAt: NOW + 5 });
    await begin('b');
    await begin('c', { openedAt: NOW + DAY });
    expect(await opened(NOW, NOW + DAY)).toEqual(['INC-1', 'INC-2']);
    expect(await opened(NOW + 1, NOW + DAY + 1)).toEqual(['INC-3']);
    await begin('d', { openedAt: NOW + INCIDENTS_KEPT_FOR });
    expect(await store.incidents.find('INC-1')).toBeDefined();
    await begin('e', { openedAt: NOW + INCIDENTS_KEPT_FOR + 1 });
    expect(await store.incidents.find('INC-1')).toBeUndefined();
    // What still runs is not forgotten.
    expect(await opened(0, NOW + 2 * DAY)).toEqual(['INC-2', 'INC-3']);
    expect(await store.incidents.unsettled()).not.toContain('INC-1');
  });

  test('are told, and settled as whoever told them saw them', async () => {
    const incident = await begin('a');
    expect(await store.incidents.told('INC-1')).toBeUndefined();
    const told = { channel: 'C0INC', ts: '1.2', shown: 'abc', entries: 1 };
    await store.incidents.noteTold('INC-1', told);
    expect(await store.incidents.told('INC-1')).toEqual(told);
    await store.incidents.change(next(incident, { resolvedAt: NOW }));
    await store.incidents.settle('INC-1', 1);
    expect(await store.incidents.unsettled()).toEqual(['INC-1']);
    await store.incidents.settle('INC-1', 2);
    expect(await store.incidents.unsettled()).toEqual([]);
  });
});
