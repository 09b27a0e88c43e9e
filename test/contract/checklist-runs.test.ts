import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CHECKLISTS_KEPT_FOR, type ChecklistRun } from '../../src/engine/ports/checklist-runs.ts';
import { KINDS, type Subject } from './stores.ts';

const HOUR = 3_600_000;
const DEED = { actor: 'tocsin', action: 'checklist-posted', object: 'daily-1' } as const;

function runOf(id: string, own: Partial<ChecklistRun> = {}): ChecklistRun {
  return {
    id,
    name: 'daily',
    title: 'Daily check',
    dueAt: 100 * HOUR,
    closesAt: 124 * HOUR,
    channel: '#ops',
    assign: '',
    items: [{ title: 'Backups “all”', text: 'Look.' }],
    story: [],
    revision: 1,
    ...own,
  };
}

function next(run: ChecklistRun, own: Partial<ChecklistRun> = {}): ChecklistRun {
  return { ...run, ...own, revision: run.revision + 1 };
}

async function deedsIn({ audit }: Subject): Promise<readonly string[]> {
  const deeds: string[] = [];
  for await (const { action } of audit.list()) deeds.push(action);
  return deeds;
}

describe.each(KINDS)('checklists in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are begun once, with their deed, however many replicas do so', async () => {
    const store = await make();
    const run = runOf('a');
    const begun = await Promise.all(
      Array.from({ length: 10 }, () => store.checklists.begin(run, DEED)),
    );
    expect(begun.filter((inTheWay) => inTheWay === undefined)).toHaveLength(1);
    expect(begun.filter(Boolean)).toEqual(Array.from({ length: 9 }, () => run));
    expect(await store.checklists.find('a')).toEqual(run);
    expect(await store.checklists.find('b')).toBeUndefined();
    expect(await store.checklists.unsettled()).toEqual(['a']);
    expect(await deedsIn(store)).toEqual(['checklist-posted']);
  });

  test('of one name are open one at a time; of another, beside it', async () => {
    const { checklists } = await make();
    const run = runOf('a');
    await checklists.begin(run, DEED);
    expect(await checklists.begin(runOf('b', { dueAt: 101 * HOUR }), DEED)).toEqual(run);
    const weekly = runOf('w', { name: 'weekly', dueAt: 99 * HOUR });
    expect(await checklists.begin(weekly, DEED)).toBeUndefined();
    expect((await checklists.open()).map(({ id }) => id)).toEqual(['w', 'a']);
    const closed = next(run, { closedAt: 102 * HOUR });
    await checklists.change(closed);
    expect((await checklists.open()).map(({ id }) => id)).toEqual(['w']);
    // Nor does it begin anew once it is closed.
    expect(await checklists.begin(run, DEED)).toEqual(closed);
    expect(await checklists.begin(runOf('b', { dueAt: 103 * HOUR }), DEED)).toBeUndefined();
    expect((await checklists.open()).map(({ id }) => id)).toEqual(['w', 'b']);
  });

  test('are changed by one of those who saw the same, in one step with its deed', async () => {
    const store = await make();
    const run = runOf('a');
    await store.checklists.begin(run, DEED);
    const changes = (['checklist-ticked', 'checklist-skipped'] as const).map((action) =>
      store.checklists.change(next(run), { ...DEED, action }),
    );
    const answers = await Promise.all(changes);
    expect(answers.filter(Boolean)).toHaveLength(1);
    expect((await store.checklists.find('a'))?.revision).toBe(2);
    expect(await deedsIn(store)).toHaveLength(2);
    expect(await store.checklists.change(next(runOf('none')))).toBe(false);
  });

  test('are found by when they were due, for more than a year', async () => {
    const { checklists } = await make();
    const closed = { closedAt: 200 * HOUR };
    for (const [id, dueAt] of [
      ['a', 0],
      ['b', HOUR],
      ['c', CHECKLISTS_KEPT_FOR],
    ] as const) {
      const run = runOf(id, { dueAt });
      await checklists.begin(run, DEED);
      await checklists.change(next(run, closed));
    }
    const ids = async (since: number, until: number) =>
      (await checklists.between(since, until)).map(({ id }) => id);
    expect(await ids(0, CHECKLISTS_KEPT_FOR + 1)).toEqual(['b', 'c']);
    expect(await ids(HOUR, CHECKLISTS_KEPT_FOR)).toEqual(['b']);
    expect(await ids(HOUR + 1, CHECKLISTS_KEPT_FOR)).toEqual([]);
    expect(await checklists.find('a')).toBeUndefined();
    expect(await checklists.unsettled()).toEqual(['b', 'c']);
  });

  test('are told, and settled as whoever told them saw them', async () => {
    const { checklists } = await make();
    const run = runOf('a');
    await checklists.begin(run, DEED);
    expect(await checklists.told('a')).toBeUndefined();
    const told = { channel: 'C0OPS', ts: '1.2', mention: '<@U0ANA>', revision: 1, moments: 0 };
    await checklists.noteTold('a', told);
    expect(await checklists.told('a')).toEqual(told);
    await checklists.change(next(run, { closedAt: 124 * HOUR }));
    await checklists.settle('a', 1);
    expect(await checklists.unsettled()).toEqual(['a']);
    await checklists.settle('a', 2);
    expect(await checklists.unsettled()).toEqual([]);
    expect(await checklists.find('a')).toMatchObject({ closedAt: 124 * HOUR });
  });
});
