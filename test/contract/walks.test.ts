import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WALKS_KEPT_FOR, type Walk } from '../../src/engine/ports/walks.ts';
import { KINDS, type Subject } from './stores.ts';

const ANA = { actor: 'slack:U0ANA', name: 'Ana' };
const DEED = { actor: 'slack:U0ANA', action: 'walk-begun', object: 'memory' } as const;
const AT = 2_000_000_000_000;

function walkOf(id: string, own: Partial<Walk> = {}): Walk {
  return {
    id,
    runbook: 'memory',
    title: 'Memory',
    text: '# Memory — "quoted"\n',
    facts: { labels: { FunctionName: 'checkout' }, annotations: {}, value: 4.5 },
    subject: { group: 'page.3f2a' },
    place: { channel: 'C0OPS', threadTs: '1.2' },
    at: AT,
    by: ANA,
    holder: ANA,
    state: 'open',
    touchedAt: AT,
    revision: 1,
    opened: 1,
    steps: 3,
    results: [],
    checks: [],
    runs: [],
    story: [{ id: 'a', at: AT, kind: 'begun', by: 'Ana' }],
    ...own,
  };
}

function next(walk: Walk, own: Partial<Walk> = {}): Walk {
  return { ...walk, ...own, revision: walk.revision + 1 };
}

async function deedsIn({ audit }: Subject): Promise<readonly string[]> {
  const deeds: string[] = [];
  for await (const { action } of audit.list()) deeds.push(action);
  return deeds;
}

describe.each(KINDS)('walks in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are begun once, with their deed, however often somebody asks for the same', async () => {
    const store = await make();
    const walk = walkOf('a');
    const begun = Array.from({ length: 5 }, () => store.walks.begin(walk, DEED));
    expect(await Promise.all(begun)).toEqual(Array.from({ length: 5 }));
    expect(await store.walks.find('a')).toEqual(walk);
    expect(await store.walks.find('b')).toBeUndefined();
    expect(await deedsIn(store)).toEqual(['walk-begun']);
  });

  test('through one runbook about one thing are open one at a time, of several who begin at once', async () => {
    const { walks } = await make();
    const answers = await Promise.all(['a', 'b', 'c'].map((id) => walks.begin(walkOf(id), DEED)));
    const [open] = await walks.open();
    expect(answers.filter((other) => other === undefined)).toHaveLength(1);
    expect(answers.filter(Boolean)).toEqual([open, open]);
    expect(await walks.begin(walkOf('d', { runbook: 'rollback' }), DEED)).toBeUndefined();
    expect(await walks.begin(walkOf('e', { subject: { group: 'other' } }), DEED)).toBeUndefined();
    await walks.change(next(open ?? walkOf('none'), { state: 'stopped' }), DEED);
    expect(await walks.begin(walkOf('f'), DEED)).toBeUndefined();
  });

  test('are not opened again while another one about the same is open', async () => {
    const { walks } = await make();
    const over = next(walkOf('a'), { state: 'stopped' });
    await walks.begin(walkOf('a'), DEED);
    await walks.change(over, DEED);
    await walks.begin(walkOf('b'), DEED);
    expect(await walks.change(next(over, { state: 'open' }), DEED)).toBe(false);
    await walks.change(next(walkOf('b'), { state: 'finished' }), DEED);
    expect(await walks.change(next(over, { state: 'open' }), DEED)).toBe(true);
    expect(await walks.begin(walkOf('c'), DEED)).toMatchObject({ id: 'a' });
  });

  test('of no alert are one at a time in one place', async () => {
    const { walks } = await make();
    const here = walkOf('a', { subject: {}, place: { channel: 'C0OPS' } });
    expect(await walks.begin(here, DEED)).toBeUndefined();
    expect(await walks.begin({ ...here, id: 'b' }, DEED)).toEqual(here);
    const elsewhere = { ...here, id: 'c', place: { channel: 'C0ML' } };
    expect(await walks.begin(elsewhere, DEED)).toBeUndefined();
  });

  test('are changed by one of those who saw the same, in one step with its deed', async () => {
    const store = await make();
    const walk = walkOf('a');
    await store.walks.begin(walk, DEED);
    const changes = (['stopped', 'finished'] as const).map((state) =>
      store.walks.change(next(walk, { state }), { ...DEED, action: 'walk-ended' }),
    );
    expect((await Promise.all(changes)).filter(Boolean)).toHaveLength(1);
    expect((await store.walks.find('a'))?.revision).toBe(2);
    expect(await deedsIn(store)).toEqual(['walk-begun', 'walk-ended']);
    expect(await store.walks.change(next(walkOf('none')), DEED)).toBe(false);
  });

  test('are found by their group or incident, the newest first, and by being open', async () => {
    const { walks } = await make();
    await walks.begin(walkOf('a'), DEED);
    const second = walkOf('b', { runbook: 'rollback', at: AT + 1, touchedAt: AT + 9 });
    await walks.begin({ ...second, subject: { group: 'page.3f2a', incident: 'INC-1' } }, DEED);
    await walks.begin(walkOf('c', { subject: {}, at: AT + 2 }), DEED);
    const ids = (found: readonly Walk[]) => found.map(({ id }) => id);
    expect(ids(await walks.of({ group: 'page.3f2a' }))).toEqual(['b', 'a']);
    expect(ids(await walks.of({ incident: 'INC-1' }))).toEqual(['b']);
    expect(ids(await walks.of({ group: 'other' }))).toEqual([]);
    expect(ids(await walks.of({}))).toEqual([]);
    expect(ids(await walks.open())[0]).toBe('b');
    await walks.change(next(walkOf('a'), { state: 'finished' }), DEED);
    expect(ids(await walks.open()).toSorted()).toEqual(['b', 'c']);
    expect(ids(await walks.of({ group: 'page.3f2a' }))).toEqual(['b', 'a']);
  });

  test('are told, and settled as whoever told them saw them, once they are over', async () => {
    const { walks } = await make();
    const walk = walkOf('a');
    await walks.begin(walk, DEED);
    expect(await walks.told('a')).toBeUndefined();
    const told = { channel: 'C0OPS', ts: '1.3', threadTs: '1.2', moments: 1, picture: 'x' };
    await walks.noteTold('a', told);
    expect(await walks.told('a')).toEqual(told);
    await walks.settle('a', 1);
    expect(await walks.unsettled()).toEqual(['a']);
    await walks.change(next(walk, { state: 'finished' }), DEED);
    await walks.settle('a', 1);
    expect(await walks.unsettled()).toEqual(['a']);
    await walks.settle('a', 2);
    expect(await walks.unsettled()).toEqual([]);
  });

  test('are gone after 90 days, unless they are open', async () => {
    const { walks } = await make();
    await walks.begin(walkOf('over'), DEED);
    await walks.change(next(walkOf('over'), { state: 'finished' }), DEED);
    await walks.begin(walkOf('open', { runbook: 'rollback' }), DEED);
    const at = AT + WALKS_KEPT_FOR;
    await walks.begin(walkOf('then', { at, subject: {} }), DEED);
    expect(await walks.find('over')).toBeDefined();
    await walks.begin(walkOf('later', { at: at + 1, subject: { group: 'other' } }), DEED);
    expect(await walks.find('over')).toBeUndefined();
    expect(await walks.find('open')).toBeDefined();
    const left = await walks.of({ group: 'page.3f2a' });
    expect(left.map(({ id }) => id)).toEqual(['open']);
  });
});
