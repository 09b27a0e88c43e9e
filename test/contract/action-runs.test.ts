import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  ACTION_RUNS_KEPT,
  type ActionRun,
  type RunState,
} from '../../src/engine/ports/action-runs.ts';
import { KINDS, type Subject } from './stores.ts';

const HOUR = 3_600_000;
const DEED = { actor: 'tocsin', action: 'action-asked', object: 'retrain churn' } as const;

function runOf(key: string, own: Partial<ActionRun> = {}): ActionRun {
  return {
    key,
    about: 'retrain churn',
    action: 'lambda',
    params: { function: 'train', payload: { note: 'a "quoted" — note' } },
    why: ['The mean of what it predicts shifted.'],
    facts: { model: 'churn' },
    state: 'asked',
    revision: 1,
    askedBy: 'tocsin',
    askedAt: 100 * HOUR,
    story: [],
    ...own,
  };
}

function next(run: ActionRun, state: RunState, own: Partial<ActionRun> = {}): ActionRun {
  return { ...run, ...own, state, revision: run.revision + 1 };
}

async function deedsIn({ audit }: Subject): Promise<readonly string[]> {
  const deeds: string[] = [];
  for await (const { action } of audit.list()) deeds.push(action);
  return deeds;
}

describe.each(KINDS)('runs of actions in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are opened once, with their deed, however often somebody asks for the same', async () => {
    const store = await make();
    const run = runOf('a');
    const wishes = Array.from({ length: 10 }, () => store.actions.open(run, 0, DEED));
    expect(await Promise.all(wishes)).toEqual(Array.from({ length: 10 }));
    expect(await store.actions.find('a')).toEqual(run);
    expect(await store.actions.find('b')).toBeUndefined();
    expect(await store.actions.unsettled()).toEqual(['a']);
    expect(await deedsIn(store)).toEqual(['action-asked']);
  });

  test('about the same thing are open one at a time; about another, beside it', async () => {
    const { actions } = await make();
    const wishes = ['a', 'b', 'c'].map((key) => actions.open(runOf(key), 0, DEED));
    const answers = await Promise.all(wishes);
    expect(answers.filter((answer) => answer === undefined)).toHaveLength(1);
    const { run } = await actions.latest('retrain churn');
    expect(answers.filter(Boolean)).toEqual([1, 2].map(() => ({ kind: 'open', run })));
    expect(await actions.open(runOf('d', { about: 'retrain price' }), 0, DEED)).toBeUndefined();
    expect(await actions.change(next(run ?? runOf('none'), 'declined'))).toBe(true);
    expect(await actions.open(runOf('e'), 0, DEED)).toBeUndefined();
  });

  test('that are over are not opened again by their key, whatever is open by then', async () => {
    const { actions } = await make();
    const first = runOf('a');
    await actions.open(first, 0, DEED);
    await actions.change(next(first, 'declined'));
    await actions.open(runOf('b'), 0, DEED);
    expect(await actions.open(first, 0, DEED)).toBeUndefined();
    expect(await actions.find('a')).toMatchObject({ state: 'declined' });
  });

  test('rest after the last that was started, not after one that was not', async () => {
    const { actions } = await make();
    const first = runOf('a');
    await actions.open(first, HOUR, DEED);
    await actions.change(next(first, 'declined'));
    expect(await actions.latest('retrain churn')).toMatchObject({ run: { state: 'declined' } });
    const second = runOf('b', { askedAt: 100.1 * HOUR });
    expect(await actions.open(second, HOUR, DEED)).toBeUndefined();
    const startedAt = 100.5 * HOUR;
    await actions.change(next(second, 'failed', { startedAt }));
    const early = runOf('c', { askedAt: startedAt + HOUR - 1 });
    const resting = { kind: 'resting', until: startedAt + HOUR };
    expect(await actions.open(early, HOUR, DEED)).toEqual(resting);
    expect(await actions.latest('retrain churn')).toMatchObject({ run: { key: 'b' }, startedAt });
    const late = runOf('d', { askedAt: startedAt + HOUR });
    expect(await actions.open(late, HOUR, DEED)).toBeUndefined();
  });

  test('rest after the last start, also where one that was started before it comes to something later', async () => {
    const { actions } = await make();
    const [first, second] = [runOf('a'), runOf('b', { askedAt: 102 * HOUR })];
    await actions.open(first, HOUR, DEED);
    const lost = next(first, 'unknown', { startedAt: 100 * HOUR });
    await actions.change(lost);
    await actions.open(second, HOUR, DEED);
    await actions.change(next(second, 'succeeded', { startedAt: 102 * HOUR }));
    await actions.change(next(lost, 'succeeded'));
    const third = runOf('c', { askedAt: 102.5 * HOUR });
    const resting = { kind: 'resting', until: 103 * HOUR };
    expect(await actions.open(third, HOUR, DEED)).toEqual(resting);
  });

  test('do not rest for a clock that was far ahead when the last was started', async () => {
    const { actions } = await make();
    const first = runOf('a');
    await actions.open(first, HOUR, DEED);
    await actions.change(next(first, 'succeeded', { startedAt: 9_000 * HOUR }));
    expect(await actions.open(runOf('b'), HOUR, DEED)).toBeUndefined();
    await actions.change(next(runOf('b'), 'succeeded', { startedAt: 100.5 * HOUR }));
    // A little ahead is no reason to do it twice.
    const resting = { kind: 'resting', until: 101.5 * HOUR };
    expect(await actions.open(runOf('c'), HOUR, DEED)).toEqual(resting);
  });

  test('are changed by one of those who saw the same, in one step with its deed', async () => {
    const store = await make();
    const run = runOf('a');
    await store.actions.open(run, 0, DEED);
    const changes = (['approved', 'declined'] as const).map((state) =>
      store.actions.change(next(run, state), { ...DEED, action: `action-${state}` }),
    );
    const answers = await Promise.all(changes);
    expect(answers.filter(Boolean)).toHaveLength(1);
    const found = await store.actions.find('a');
    expect(found?.revision).toBe(2);
    expect(await deedsIn(store)).toEqual(['action-asked', `action-${found?.state}`]);
    expect(await store.actions.change(next(runOf('none'), 'approved'))).toBe(false);
  });

  test('are told, and settled as whoever told them saw them', async () => {
    const { actions } = await make();
    const run = runOf('a');
    await actions.open(run, 0, DEED);
    expect(await actions.told('a')).toBeUndefined();
    const told = { channel: 'C0ML', ts: '1.2', moments: 1 };
    await actions.noteTold('a', told);
    expect(await actions.told('a')).toEqual(told);
    await actions.change(next(run, 'declined'));
    await actions.settle('a', 1);
    expect(await actions.unsettled()).toEqual(['a']);
    await actions.settle('a', 2);
    expect(await actions.unsettled()).toEqual([]);
    expect(await actions.find('a')).toMatchObject({ state: 'declined' });
  });

  test('of too many the oldest that are settled are gone', async () => {
    const { actions } = await make();
    for (let at = 0; at <= ACTION_RUNS_KEPT + 1; at += 1) {
      const run = runOf(`k${at}`, { about: `a${at}`, askedAt: at + 1 });
      await actions.open(run, 0, DEED);
      if (at !== 1) await actions.settle(run.key, 1);
    }
    expect(await actions.find('k0')).toBeUndefined();
    expect(await actions.find('k1')).toBeDefined();
    expect(await actions.find(`k${ACTION_RUNS_KEPT}`)).toBeDefined();
  });

  test('are opened so often within an hour, of all and of one target, whatever becomes of them', async () => {
    const { actions } = await make();
    const limits = { perHour: 4, perTarget: 2 };
    const ask = async (key: string, about: string, askedAt = 100 * HOUR) => {
      const run = runOf(key, { about, askedAt });
      const inTheWay = await actions.open(run, 0, DEED, limits);
      if (inTheWay === undefined) await actions.change(next(run, 'failed'));
      return inTheWay;
    };
    expect(await ask('a', 'orders', 99.5 * HOUR)).toBeUndefined();
    expect(await ask('b', 'orders')).toBeUndefined();
    const byTarget = { kind: 'limit', of: 'target', most: 2, until: 100.5 * HOUR };
    expect(await ask('c', 'orders')).toEqual(byTarget);
    const others = ['d', 'e', 'f'].map((key) => ask(key, `other ${key}`));
    const refused = (await Promise.all(others)).filter(Boolean);
    expect(refused).toEqual([{ kind: 'limit', of: 'all', most: 4, until: 100.5 * HOUR }]);
    // What is asked for elsewhere neither counts nor is refused.
    expect(await actions.open(runOf('g', { about: 'retrain churn' }), 0, DEED)).toBeUndefined();
    expect(await ask('h', 'orders', 100.5 * HOUR)).toBeUndefined();
    expect(await ask('i', 'orders', 100.6 * HOUR)).toMatchObject({ of: 'all', until: 101 * HOUR });
  });

  test('are found by what they belong to, and by when they were asked for', async () => {
    const { actions } = await make();
    const all = [
      runOf('a', { about: '1', subject: { group: 'g', walk: 'w' }, askedAt: 3 }),
      runOf('b', { about: '2', subject: { incident: 'INC-1', group: 'g' }, askedAt: 2 }),
      runOf('c', { about: '3', subject: { walk: 'w2' }, askedAt: 1 }),
      runOf('d', { about: '4', askedAt: 4 }),
    ];
    for (const run of all) await actions.open(run, 0, DEED);
    const keys = (found: readonly ActionRun[]) => found.map(({ key }) => key);
    expect(keys(await actions.of({ group: 'g' }))).toEqual(['b', 'a']);
    expect(keys(await actions.of({ incident: 'INC-1', walk: 'w' }))).toEqual(['b', 'a']);
    expect(keys(await actions.of({ incident: 'INC-2' }))).toEqual([]);
    expect(keys(await actions.of({}))).toEqual([]);
    expect(keys(await actions.between(2, 4))).toEqual(['b', 'a']);
    expect(await actions.between(5, 9)).toEqual([]);
  });
});
