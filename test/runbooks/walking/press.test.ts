import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Walk } from '../../../src/engine/ports/walks.ts';
import {
  MOST_MOMENTS,
  press,
  REOPENED_WITHIN,
  type Aim,
  type WalkDeed,
} from '../../../src/runbooks/walking/press.ts';
import { walkedRunbook } from '../../../src/runbooks/walking/walked-runbook.ts';
import { after, ANA, AT, BEN, MINUTE, orders, pressed } from './walks.ts';

const DONE = { kind: 'done' } as const;
const SKIPPED = { kind: 'skipped', note: 'not ours' } as const;

describe('a press', () => {
  test('of Done is the result of the step, and opens the next', () => {
    const walk = after(orders(), DONE);
    expect(walk).toMatchObject({ state: 'open', revision: 2, opened: 2, touchedAt: AT + MINUTE });
    expect(walk.results).toEqual([{ kind: 'done', by: ANA, at: AT + MINUTE }]);
    expect(walk.story.at(-1)).toMatchObject({
      kind: 'done',
      by: 'Ana',
      step: { index: 0, title: 'How many wait in orders' },
    });
  });

  test('at the last step is the end of the walk', () => {
    const walk = after(orders(), DONE, SKIPPED, { kind: 'failed', note: 'no rights' }, DONE);
    expect(walk).toMatchObject({ state: 'finished', endedAt: AT + 4 * MINUTE });
    expect(walk.story.slice(-2).map(({ kind }) => kind)).toEqual(['done', 'finished']);
    expect(pressed(walk, DONE)).toEqual({ kind: 'over' });
  });

  test('of two at one step counts once, and whoever comes second hears that', () => {
    const walk = orders();
    const aim = { step: 0, opened: walk.opened };
    const first = after(walk, DONE);
    expect(pressed(first, DONE, { aim, by: BEN })).toEqual({ kind: 'behind' });
    expect(pressed(first, SKIPPED, { aim, by: BEN })).toEqual({ kind: 'behind' });
  });

  test('that comes again does nothing, also where its step is open anew', () => {
    const walk = orders();
    const own = { id: 'once', aim: { step: 0, opened: walk.opened } };
    const came = pressed(walk, DONE, own);
    if (came.kind !== 'changed') throw new Error(came.kind);
    const back = after(came.walk, { kind: 'back' });
    expect(back.results).toEqual([]);
    expect(pressed(back, DONE, own)).toEqual({ kind: 'again' });
    expect(pressed(back, DONE, { aim: own.aim })).toEqual({ kind: 'behind' });
  });

  test('of Back opens the step before, of which nothing but the story is left', () => {
    const checked = { kind: 'checked', passes: true, words: ['passes'] } as const;
    const at4 = after(orders(), DONE, DONE, DONE, checked, { kind: 'assigned', to: BEN });
    expect(at4).toMatchObject({ checks: [{ step: 3, passes: true }], assignee: BEN });
    const at3 = after(at4, { kind: 'back' });
    expect(at3).toMatchObject({ checks: [], results: [DONE, DONE] });
    expect(at3).not.toHaveProperty('assignee');
    expect(at3.story.at(-1)).toMatchObject({ kind: 'back', step: { title: 'Add workers' } });
    expect(pressed(orders(), { kind: 'back' })).toEqual({ kind: 'first' });
  });

  test('of a note, or somebody who is given the walk, counts from whichever step', () => {
    const walk = orders();
    const aim = { step: 0, opened: walk.opened };
    const later = after(walk, DONE);
    const noted = pressed(later, { kind: 'noted', text: 'slow disk' }, { aim });
    const kept = { results: [DONE], opened: later.opened };
    expect(noted).toMatchObject({ kind: 'changed', walk: kept });
    const given = pressed(later, { kind: 'handed-over', to: BEN }, { aim });
    expect(given).toMatchObject({ kind: 'changed', walk: { ...kept, holder: BEN } });
  });

  test('opens a walk again that is over, for a day: a finished one at its last step', () => {
    const finished = after(orders(), DONE, DONE, DONE, DONE);
    const again = after(finished, { kind: 'reopened' });
    expect(again).toMatchObject({ state: 'open', results: [DONE, DONE, DONE] });
    expect(again).not.toHaveProperty('endedAt');
    expect(pressed(again, { kind: 'reopened' })).toEqual({ kind: 'open' });
    const stopped = after(orders(), DONE, { kind: 'stopped', note: 'false alarm' });
    expect(after(stopped, { kind: 'reopened' })).toMatchObject({ state: 'open', results: [DONE] });
    const late = (stopped.endedAt ?? 0) + REOPENED_WITHIN + 1;
    expect(pressed(stopped, { kind: 'reopened' }, { at: late })).toEqual({ kind: 'too late' });
  });

  test('that only adds to a story that is full is refused; the steps go on', () => {
    const [begun] = orders().story;
    if (begun === undefined) throw new Error('nothing was begun');
    const story = Array.from({ length: MOST_MOMENTS }, (_, index) => ({
      ...begun,
      id: `${index}`,
    }));
    const full = { ...orders(), story };
    expect(pressed(full, { kind: 'noted', text: 'more' })).toEqual({ kind: 'full' });
    expect(pressed(full, DONE)).toMatchObject({ kind: 'changed' });
  });
});

const deeds = fc.oneof(
  { weight: 6, arbitrary: fc.constant<WalkDeed>(DONE) },
  fc.constant<WalkDeed>(SKIPPED),
  fc.constant<WalkDeed>({ kind: 'failed', note: 'no' }),
  { weight: 3, arbitrary: fc.constant<WalkDeed>({ kind: 'back' }) },
  fc.constant<WalkDeed>({ kind: 'noted', text: 'hm' }),
  fc.constant<WalkDeed>({ kind: 'checked', words: ['no data'] }),
  fc.constant<WalkDeed>({ kind: 'asked', key: 'k', text: 'asked' }),
  fc.constant<WalkDeed>({ kind: 'handed-over', to: BEN }),
  fc.constant<WalkDeed>({ kind: 'stopped', note: 'enough' }),
  fc.constant<WalkDeed>({ kind: 'left' }),
  fc.constant<WalkDeed>({ kind: 'reopened' }),
);

const MOVES = new Set(['done', 'skipped', 'failed', 'back']);

test('any presses of several people, at newer and older cards, some of them twice, keep a walk whole', () => {
  const presses = fc.array(
    fc.record({
      deed: deeds,
      by: fc.constantFrom(ANA, BEN),
      // Mostly the newest card; else one that was seen before.
      seen: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.nat(8)),
      id: fc.nat(60),
      after: fc.nat(90),
    }),
    { maxLength: 60 },
  );
  fc.assert(
    fc.property(presses, (all) => {
      let walk: Walk = orders();
      const walked = walkedRunbook(walk);
      const cards: Aim[] = [{ step: 0, opened: walk.opened }];
      const counted = new Set<string>();
      const moved = new Set<string>();
      for (const { deed, by, seen, id, after: passed } of all) {
        const aim = cards.at(-1 - Math.min(seen, cards.length - 1)) ?? { step: 0, opened: 1 };
        const at = walk.touchedAt + passed * MINUTE;
        const came = press(walk, { id: `p${id}`, aim, deed, by, at }, walked);
        expect(came.kind === 'again').toBe(counted.has(`p${id}`));
        if (came.kind !== 'changed') continue;
        const next = came.walk;
        counted.add(`p${id}`);
        const card = `${aim.step} ${aim.opened}`;
        const isMove = MOVES.has(deed.kind);
        expect(isMove && moved.has(card)).toBe(false);
        if (isMove) moved.add(card);
        expect(next.revision).toBe(walk.revision + 1);
        expect(next.opened).toBeLessThanOrEqual(next.revision);
        expect(next.story.slice(0, walk.story.length)).toEqual(walk.story);
        expect(next.story.length).toBeGreaterThan(walk.story.length);
        expect(next.results.length).toBeLessThanOrEqual(next.steps);
        expect(Math.abs(next.results.length - walk.results.length)).toBeLessThanOrEqual(1);
        expect(next.state === 'finished').toBe(next.results.length === next.steps);
        expect(next.endedAt === undefined).toBe(next.state === 'open');
        expect(new Set(next.story.map((moment) => moment.id)).size).toBe(next.story.length);
        walk = next;
        cards.push({ step: walk.results.length, opened: walk.opened });
      }
    }),
  );
});
