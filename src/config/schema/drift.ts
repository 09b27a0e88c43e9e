import { z } from 'zod';
import { Mistake, quoted } from '../mistake.ts';
import { checkZone } from '../timetable.ts';
import { checked, fieldNotes, flag, integer, named, oneOf, orIssue } from './fields.ts';
import { timeOfDay } from './report.ts';

/** A share of one, with neither end. */
const probability = z
  .union([z.number(), z.string()], { error: 'must be a number' })
  .transform((value, context): number =>
    orIssue(() => {
      const number = Number(String(value).trim() || 'none');
      if (number > 0 && number < 1) return number;
      const hint = 'write a number such as 0.05';
      throw new Mistake(`${quoted(String(value))} is not between 0 and 1`, hint);
    }, context),
  )
  .register(fieldNotes, { example: '0.05' });

/** How it is judged what drifted: for all models, and for one. */
export const judgingFields = {
  rule: oneOf(['effect', 'pvalue', 'either']).optional(),
  pvalue: probability.optional(),
  correction: oneOf(['none', 'benjamini-hochberg']).optional(),
  sustained: integer(1).optional(),
  distances: flag().optional(),
};

/** Source: Amazon CloudWatch API Reference, PutMetricData. */
const namespace = checked((text) => {
  const hint = 'write a namespace such as Tocsin/Models';
  if (text.startsWith('AWS/')) throw new Mistake(`${quoted(text)} is one of AWS's own`, hint);
  if (!/^[\w.\-/#:]{1,255}$/u.test(text)) {
    throw new Mistake(`${quoted(text)} is not a namespace`, hint);
  }
}).register(fieldNotes, { example: 'Tocsin/Models' });

/** Drift of all models, where a model says nothing else. */
export const driftSchema = z.strictObject({
  ...judgingFields,
  at: timeOfDay.default(6 * 60),
  timezone: checked(checkZone).optional(),
  publish: z
    .strictObject({ source: named('aws'), namespace: namespace.default('Tocsin/Models') })
    .optional(),
});
