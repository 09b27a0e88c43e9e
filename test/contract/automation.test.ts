import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Deed } from '../../src/engine/ports/audit.ts';
import {
  ATTEMPTS_KEPT,
  type Attempt,
  type AttemptState,
  type Automation,
  type Pace,
} from '../../src/engine/ports/automation.ts';
import { KINDS, type Subject } from './stores.ts';

const HOUR = 3_600_000;
const AT = 1_800_000_000_000;
const PACE: Pace = { cooldown: HOUR, perDay: 3, isCanary: false };

function deed(action: Deed['action'] = 'automation-attempted'): Deed {
  return { actor: 'tocsin', action, object: 'roll back' };
}

function attempt(id: string, own: Partial<Attempt> = {}): Attempt {
  return {
    id,
    binding: 'roll back',
    group: 'page.3f2a',
    episode: AT,
    fingerprint: 'f1',
    labels: { alertname: 'errors', FunctionName: 'orders' },
    state: 'waiting',
    revision: 0,
    at: AT,
    what: '',
    ...own,
  };
}

function next(one: Attempt, state: AttemptState): Attempt {
  return { ...one, state, revision: one.revision + 1 };
}

async function begun(automation: Automation, id: string, at: number, pace = PACE) {
  await automation.add(attempt(id));
  return automation.claim(next(attempt(id), 'asked'), pace, at, deed());
}

async function deedsIn({ audit }: Pick<Subject, 'audit'>): Promise<readonly string[]> {
  const deeds: string[] = [];
  for await (const { action } of audit.list()) deeds.push(action);
  return deeds;
}

describe.each(KINDS)('automation in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('has no attempt a second time, also when so many came since that it is not kept any more', async () => {
    const { automation } = await make();
    const over = (index: number) => attempt(`a${index}`, { state: 'not done', at: AT + index });
    const adding = Array.from({ length: ATTEMPTS_KEPT + 1 }, (_, index) => over(index));
    for (const one of adding) await automation.add(one);
    expect(await automation.find('a0')).toBeUndefined();
    expect(await automation.add(over(0))).toBe(false);
  });

  test('is off from when it is turned off to when it is turned on, with a deed for each', async () => {
    const { automation, audit } = await make();
    expect(await automation.standing()).toEqual({ stopped: new Map() });
    const off = { at: AT, by: 'Ana', why: 'we look ourselves' };
    await automation.turn(off, deed('automation-off'));
    expect((await automation.standing()).off).toEqual(off);
    expect(await begun(automation, 'a', AT)).toEqual({ kind: 'off' });
    await automation.turn(undefined, deed('automation-on'));
    expect((await automation.standing()).off).toBeUndefined();
    expect(await deedsIn({ audit })).toEqual(['automation-off', 'automation-on']);
  });

  test('a binding is stopped and started once, and does nothing in between', async () => {
    const { automation, audit } = await make();
    const why = { at: AT, why: 'It did not help.' };
    expect(await automation.stop('roll back', why, deed('automation-stopped'))).toBe(true);
    expect(await automation.stop('roll back', why, deed('automation-stopped'))).toBe(false);
    expect((await automation.standing()).stopped).toEqual(new Map([['roll back', why]]));
    expect(await begun(automation, 'a', AT)).toEqual({ kind: 'stopped' });
    expect(await automation.start('roll back', deed('automation-started'))).toBe(true);
    expect(await automation.start('roll back', deed('automation-started'))).toBe(false);
    expect(await deedsIn({ audit })).toHaveLength(2);
  });

  test('remembers up to when it has looked', async () => {
    const { automation } = await make();
    await automation.noteSeen(AT);
    expect((await automation.standing()).seenTo).toBe(AT);
  });

  test('an attempt is added once, and changed only by who saw it last', async () => {
    const { automation } = await make();
    expect(await automation.add(attempt('a'), deed())).toBe(true);
    expect(await automation.add(attempt('a'), deed())).toBe(false);
    const over = next(attempt('a'), 'not done');
    expect(await automation.change(over, deed('automation-ended'))).toBe(true);
    expect(await automation.change(over)).toBe(false);
    expect(await automation.find('a')).toEqual(over);
    expect(await automation.find('b')).toBeUndefined();
    expect(await automation.claim(over, PACE, AT, deed())).toEqual({ kind: 'changed' });
  });

  test('those under way are known, the oldest first, and the latest of all', async () => {
    const { automation } = await make();
    await automation.add(attempt('a', { at: AT }));
    await automation.add(attempt('b', { at: AT + 1 }));
    await automation.add(attempt('c', { at: AT + 2, state: 'not done' }));
    const ids = (some: readonly Attempt[]) => some.map(({ id }) => id);
    expect(ids(await automation.underWay())).toEqual(['a', 'b']);
    expect(ids(await automation.latest(2))).toEqual(['c', 'b']);
  });

  test('a turn is followed by the cool-down, and of a day there are only so many', async () => {
    const { automation } = await make();
    expect(await begun(automation, 'a', AT)).toBeUndefined();
    expect(await begun(automation, 'b', AT + HOUR - 1)).toEqual({
      kind: 'resting',
      until: AT + HOUR,
    });
    expect(await begun(automation, 'b', AT + HOUR)).toBeUndefined();
    expect(await begun(automation, 'c', AT + 2 * HOUR)).toBeUndefined();
    expect(await begun(automation, 'd', AT + 3 * HOUR)).toEqual({
      kind: 'spent',
      until: AT + 24 * HOUR,
    });
    expect(await begun(automation, 'd', AT + 24 * HOUR)).toBeUndefined();
  });

  test('another binding has turns of its own', async () => {
    const { automation } = await make();
    expect(await begun(automation, 'a', AT)).toBeUndefined();
    const other = attempt('b', { binding: 'more memory' });
    await automation.add(other);
    expect(await automation.claim(next(other, 'asked'), PACE, AT, deed())).toBeUndefined();
  });

  test('a canary goes first: the next has its turn when what came of that is known', async () => {
    const { automation } = await make();
    const pace = { cooldown: 0, perDay: 10, isCanary: true };
    expect(await begun(automation, 'a', AT, pace)).toBeUndefined();
    expect(await begun(automation, 'b', AT + 1, pace)).toEqual({ kind: 'canary' });
    const verifying = next(next(attempt('a'), 'asked'), 'verifying');
    await automation.change(verifying);
    expect(await begun(automation, 'b', AT + 2, pace)).toEqual({ kind: 'canary' });
    await automation.change(next(verifying, 'helped'));
    expect(await begun(automation, 'b', AT + 3, pace)).toBeUndefined();
  });

  test('of many at once one has the turn', async () => {
    const { automation } = await make();
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const held = await Promise.all(ids.map((id) => begun(automation, id, AT)));
    expect(held.filter((one) => one === undefined)).toHaveLength(1);
  });
});
