import { createChance } from '../chance.ts';

/** Draws things at random, the same ones from the same seed. */
export interface Draw {
  /** Whether something is so that is so in this share of cases. */
  readonly chance: (share: number) => boolean;
  /** One of these. @throws Error when there is none */
  readonly pick: <T>(all: readonly T[]) => T;
  /** A whole number, both ends included. */
  readonly number: (from: number, to: number) => number;
  /** A time in quarters of a second: what comes together does, and nothing else comes near it. */
  readonly second: (from: number, to: number) => number;
  /** So many of these, in order. */
  readonly some: <T>(all: readonly T[], count: number) => readonly T[];
}

export function createDraw(seed: number): Draw {
  const next = createChance(seed);
  const number = (from: number, to: number) => from + Math.floor(next() * (to - from + 1));
  return {
    chance: (share) => next() < share,
    pick(all) {
      const picked = all[number(0, all.length - 1)];
      if (picked === undefined) throw new Error('there is nothing to pick from');
      return picked;
    },
    number,
    second: (from, to) => number(from * 4, to * 4) / 4,
    some(all, count) {
      const chosen = new Set<number>();
      while (chosen.size < Math.min(count, all.length)) chosen.add(number(0, all.length - 1));
      return all.filter((_, index) => chosen.has(index));
    },
  };
}
