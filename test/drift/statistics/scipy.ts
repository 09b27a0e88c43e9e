import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { z } from 'zod';

const figures = z.array(z.number());
const triples = z.array(z.tuple([z.number(), z.number(), z.number()]));
const counts = z.record(z.string(), z.number());

/** What make-scipy.py wrote. */
export const scipy = z
  .object({
    kolmogorov: triples,
    twoSamples: z.array(z.tuple([z.number(), z.number(), z.number(), z.number(), z.number()])),
    numeric: z.array(
      z.object({
        name: z.string(),
        reference: figures,
        current: figures,
        ks: z.tuple([z.number(), z.number()]),
        psi: z.number(),
        wasserstein: z.number(),
        mean: z.number(),
        std: z.number().nullable(),
        quantiles: z.array(z.tuple([z.number(), z.number()])),
      }),
    ),
    chiSquare: z.array(
      z.object({
        reference: counts,
        current: counts,
        expected: z.tuple([z.number(), z.number(), z.number()]),
      }),
    ),
    chiSquareTail: triples,
    jensenShannon: z.array(z.tuple([figures, figures, z.number()])),
    classify: z.array(
      z.object({
        actual: figures,
        probability: figures,
        threshold: z.number(),
        expected: z.tuple([z.number(), z.number(), z.number(), z.number().nullable()]),
      }),
    ),
  })
  .parse(JSON.parse(readFileSync(new URL('scipy.json', import.meta.url), 'utf8')));

/** Within 1e-10 of what SciPy says, or not defined as there; below 1e-300 anything as small will do. */
export function expectNear(
  ours: number | null | undefined,
  theirs: number | null,
  what: string,
): void {
  const value = isNear(ours ?? null, theirs) ? theirs : ours;
  expect({ what, value }).toEqual({ what, value: theirs });
}

function isNear(ours: number | null, theirs: number | null): boolean {
  if (ours === null || theirs === null) return ours === theirs;
  const distance = Math.abs(ours - theirs);
  return distance <= 1e-10 * Math.abs(theirs) || distance < 1e-300;
}
