import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decision } from '../../src/engine/ports/decisions.ts';
import { KINDS } from './stores.ts';

const decided = (at: number): Decision => ({
  at,
  decision: 'quiet',
  reason: 'told already',
  integration: 'slack/#ops',
});

describe.each(KINDS)('the decisions of a group in $name', ({ start, stop, make }) => {
  beforeAll(start);
  afterAll(stop);

  test('are none at first', async () => {
    const { decisions } = await make();
    expect(await decisions.of('g')).toEqual([]);
  });

  test('are told oldest first, each group’s apart', async () => {
    const { decisions } = await make();
    const refused: Decision = {
      at: 3,
      decision: 'recorded',
      reason: 'rejected',
      note: 'no channel',
    };
    await decisions.append('g', [decided(1), decided(2)]);
    await decisions.append('other', [decided(9)]);
    await decisions.append('g', [refused]);
    expect(await decisions.of('g')).toEqual([decided(1), decided(2), refused]);
  });

  test('are each group’s own, in order, also when many are told at once', async () => {
    const { decisions } = await make();
    await Promise.all([
      decisions.append('g', [decided(1), decided(2)]),
      decisions.append('h', [decided(3)]),
      decisions.append('g', [decided(4)]),
    ]);
    expect((await decisions.of('g')).map(({ at }) => at)).toEqual([1, 2, 4]);
    expect((await decisions.of('h')).map(({ at }) => at)).toEqual([3]);
  });

  test('are the last fifty', async () => {
    const { decisions } = await make();
    for (let at = 0; at < 60; at += 1) await decisions.append('g', [decided(at)]);
    const kept = await decisions.of('g');
    expect(kept.map(({ at }) => at)).toEqual(Array.from({ length: 50 }, (_, index) => index + 10));
  });

  test('are the last fifty also of very many at once', async () => {
    const { decisions } = await make();
    const all = Array.from({ length: 9_000 }, (_, at) => decided(at));
    await Promise.all([decisions.append('g', all), decisions.append('h', [decided(1)])]);
    expect(await decisions.of('g')).toEqual(all.slice(-50));
    expect(await decisions.of('h')).toEqual([decided(1)]);
  });
});
