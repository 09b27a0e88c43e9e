import { beforeEach, describe, expect, test } from 'vitest';
import { actionsAtHand } from '../../../src/runbooks/actions/at-hand.ts';
import type { Asked } from '../../../src/runbooks/actions/open-run.ts';
import { retrainingAtHand } from '../../../src/runbooks/retraining/at-hand.ts';
import { considerRetraining } from '../../../src/runbooks/retraining/consider.ts';
import { retrainingStands } from '../../../src/runbooks/retraining/outdated.ts';
import type { Reason, Retraining } from '../../../src/runbooks/retraining/retraining.ts';
import { createMemoryStore, type MemoryStore } from '../../../src/store/memory/store.ts';

const T0 = Date.parse('2026-10-01T06:00:00Z');
const HOUR = 3_600_000;
const ANA = { actor: 'slack:U0ANA', name: 'Ana Ruiz' };
const BEN = { actor: 'slack:U0BEN', name: 'Ben Oko' };

const CHURN: Retraining = {
  model: 'churn',
  title: 'Churn',
  version: '7',
  on: ['prediction-shift', 'feature-drift'],
  cooldown: 24 * HOUR,
  approval: true,
  channel: '#ml',
  action: 'lambda',
  params: { function: 'train-{model}', payload: { why: '{reason}', of: '{date}' }, type: 'event' },
};
const SHIFT: Reason = { trigger: 'prediction-shift', text: 'The mean has shifted by 3.4.' };

let now: number;
let store: MemoryStore;
beforeEach(() => {
  now = T0;
  store = createMemoryStore(() => now);
});

const parts = () => ({ runs: store.actions, now: () => now });
const consider = (own: Partial<Retraining> = {}, reasons = [SHIFT], at = T0) =>
  considerRetraining({ ...CHURN, ...own }, { reasons, at }, parts());
const atHand = (own: Partial<Retraining> = {}, models = [{ ...CHURN, ...own }]) => {
  const quick = { ...parts(), hurry: async () => {}, onDecided: () => {} };
  return {
    ...actionsAtHand({
      ...quick,
      actionOf: async () => undefined,
      actionNames: [],
      allowed: { rules: [], limits: { perHour: 1, perTarget: 1 } },
      elsewhere: (run) => retrainingStands(run, models, parts()),
    }),
    ask: retrainingAtHand(models, quick).ask,
  };
};

async function asked(wish: Promise<Asked | undefined>): Promise<string> {
  const { key, inTheWay } = (await wish) ?? {};
  if (key === undefined || inTheWay !== undefined) throw new Error('it was not asked');
  return key;
}

async function started(key: string): Promise<void> {
  const run = await store.actions.find(key);
  if (run === undefined) throw new Error('there is no run');
  const next = { ...run, state: 'succeeded', startedAt: now, revision: run.revision + 1 } as const;
  await store.actions.change(next);
}

describe('a model is trained again', () => {
  test('for the reasons that its config goes by, with what the placeholders stand for', async () => {
    expect(await consider({ on: ['feature-drift'] })).toBeUndefined();
    const run = await store.actions.find(await asked(consider()));
    expect(run).toMatchObject({
      state: 'asked',
      about: 'retrain churn',
      why: [SHIFT.text],
      approveBy: T0 + 24 * HOUR,
      params: {
        function: 'train-churn',
        payload: { why: 'The mean has shifted by 3.4.', of: '2026-10-01' },
      },
    });
    expect(run?.key).toMatch(/^[A-Za-z0-9](?:-*[A-Za-z0-9]){31,79}$/u);
  });

  test('once for the same report; while it is asked for, and within its cool-down, not for another', async () => {
    const key = await asked(consider());
    expect(await consider()).toEqual({ key });
    const later = T0 + HOUR;
    now = later;
    expect(await consider({}, [SHIFT], later)).toMatchObject({ inTheWay: { kind: 'open' } });
    await started(key);
    now += 23 * HOUR;
    expect(await consider({}, [SHIFT], now)).toMatchObject({
      inTheWay: { kind: 'resting', until: later + 24 * HOUR },
    });
    now += HOUR;
    await asked(consider({}, [SHIFT], now));
  });

  test('for reasons of any length, of which as much is kept as people read', async () => {
    const text = `Features have drifted far: ${'x'.repeat(1_000_000)}.`;
    const run = await store.actions.find(await asked(consider({}, [{ ...SHIFT, text }])));
    expect(JSON.stringify(run).length).toBeLessThan(3_000);
  });

  test('without anybody’s approval where the config wants none', async () => {
    const run = await store.actions.find(await asked(consider({ approval: false })));
    expect(run?.state).toBe('approved');
    expect(run?.approveBy).toBeUndefined();
  });
});

describe('an approval', () => {
  test('is that of whoever presses first; the others hear who that was', async () => {
    const key = await asked(consider());
    const { approve, decline } = atHand();
    const [first, second] = await Promise.all([approve(key, ANA), decline(key, BEN)]);
    const kinds = [first.kind, second.kind];
    expect(kinds.toSorted((a, b) => a.localeCompare(b))).toEqual(['done', 'over']);
    const run = await store.actions.find(key);
    expect(run?.story.map(({ state }) => state)).toEqual(['asked', run?.state]);
    const deeds = [];
    for await (const { actor, action } of store.audit.list()) deeds.push(`${actor} ${action}`);
    expect(deeds).toHaveLength(2);
  });

  test('is not one’s own, and not too late', async () => {
    const { ask, approve, decline } = atHand();
    const key = await asked(ask(CHURN, { id: 'a', why: ['new prices'], date: T0, by: ANA }));
    expect(await approve(key, ANA)).toEqual({ kind: 'own' });
    expect((await store.actions.find(key))?.state).toBe('asked');
    now += 24 * HOUR;
    expect(await approve(key, BEN)).toMatchObject({ kind: 'over' });
    expect(await decline('nothing', BEN)).toEqual({ kind: 'gone' });
  });

  test('is for exactly what was shown: where the config has changed since, it is asked again', async () => {
    const key = await asked(consider());
    const changed = { version: '8', params: { function: 'train', payload: {}, type: 'event' } };
    const came = await atHand(changed).approve(key, ANA);
    if (came.kind !== 'changed') throw new Error(`it came to ${came.kind}`);
    expect((await store.actions.find(key))?.state).toBe('expired');
    const anew = await store.actions.find(came.again?.key ?? '');
    expect(anew).toMatchObject({
      state: 'asked',
      askedBy: 'tocsin',
      why: [SHIFT.text],
      params: { function: 'train', payload: {} },
    });
    expect(await atHand(changed).approve(anew?.key ?? '', ANA)).toMatchObject({ kind: 'done' });
  });

  test('is needed again where the config has changed, also where it wants none by then', async () => {
    const key = await asked(consider());
    await atHand({ approval: false, params: { function: 'other' } }).approve(key, ANA);
    expect((await store.actions.find(key))?.state).toBe('expired');
    expect((await store.actions.latest('retrain churn')).run?.state).toBe('asked');
  });

  test('that comes too late does not have it asked again, whatever the config says by then', async () => {
    const key = await asked(consider());
    now += 24 * HOUR;
    expect(await atHand({ params: {} }).approve(key, ANA)).toMatchObject({ kind: 'over' });
    expect((await store.actions.latest('retrain churn')).run?.key).toBe(key);
  });

  test('of a model that is not trained again any more comes to nothing', async () => {
    const key = await asked(consider());
    expect(await atHand({}, []).approve(key, ANA)).toEqual({ kind: 'changed' });
    expect((await store.actions.find(key))?.state).toBe('expired');
  });
});

test('what does not run can not be stopped', async () => {
  const key = await asked(consider());
  expect(await atHand().stop(key, ANA)).toMatchObject({ kind: 'over' });
  const run = await store.actions.find(key);
  if (run === undefined) throw new Error('there is no run');
  await store.actions.change({ ...run, state: 'running', revision: run.revision + 1 });
  expect(await atHand().stop(key, ANA)).toMatchObject({ kind: 'done' });
  expect(await atHand().stop(key, BEN)).toMatchObject({ kind: 'over' });
});
