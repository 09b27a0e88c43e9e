import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { OutcomesBuilder, type Outcomes } from '../../../src/drift/degradation/outcomes.ts';

const figures = z.object({
  predictions: z.number(),
  labelled: z.number(),
  f1: z.number(),
  precision: z.number(),
  recall: z.number(),
  rocAuc: z.number(),
  ctr: z.number(),
});
const pair = z.tuple([z.number(), z.number()]);

/** What make-sklearn.py wrote. */
export const sklearn = z
  .object({
    end: z.number(),
    day: z.array(z.number()),
    hundredths: z.array(z.number()),
    actual: z.array(z.number()),
    windows: z.array(
      figures.extend({ threshold: z.number(), days: z.number(), column: pair, winning: pair }),
    ),
    trend: z.array(figures.extend({ day: z.number() })),
  })
  .parse(JSON.parse(readFileSync(new URL('sklearn.json', import.meta.url), 'utf8')));

/** Its predictions. */
export function sklearnOutcomes(): Outcomes {
  const builder = new OutcomesBuilder();
  for (const [index, day] of sklearn.day.entries()) {
    const actual = sklearn.actual[index];
    builder.add({
      entity: String(index),
      day,
      at: 0,
      version: '7',
      probability: (sklearn.hundredths[index] ?? 0) / 100,
      ...((actual === 0 || actual === 1) && { actual }),
    });
  }
  return builder.taken();
}
