import { z } from 'zod';
import { duration, fieldNotes, integer, named, oneOf, severity } from './fields.ts';
import { checkPeriod, operandFields, orSaved, readOperand, type OperandConfig } from './metric.ts';
import { refuse } from './refuse.ts';

/** A metric of a rule: as it is, or as it was some time before. */
export interface WatchedConfig {
  readonly of: OperandConfig;
  /** In milliseconds. */
  readonly offset?: number | undefined;
}

const watched = z
  .preprocess(
    orSaved,
    z.strictObject({ ...operandFields, offset: duration({ positive: true }).optional() }),
  )
  .transform(({ offset, ...written }, context): WatchedConfig => {
    const of = readOperand(written, context);
    return of === undefined ? z.NEVER : { of, offset };
  })
  .meta({ type: ['object', 'string'] });

/** Labels by which every alert is known: the rule's name and its severity. */
const GIVEN = { alertname: 'name: is the alertname', severity: 'write severity: of the rule' };

const LEAST_EVERY = 10_000;

const rule = z
  .strictObject({
    name: named('High error rate'),
    metrics: z
      .record(z.string(), watched)
      .register(fieldNotes, { example: '{ rate: api-errors }' })
      .default({}),
    when: named("'rate > 10'"),
    clear: named("'rate < 8'").optional(),
    for: duration().default(0),
    every: duration({ positive: true }).default(60_000),
    period: duration({ positive: true }).optional(),
    delay: duration().optional(),
    sum_over: duration({ positive: true }).optional(),
    min_samples: integer(1).optional(),
    missing: oneOf(['ignore', 'keep', 'firing', 'resolved']).default('ignore'),
    severity: severity().default('warning'),
    labels: z.record(z.string(), z.string()).default({}),
    annotations: z.record(z.string(), z.string()).default({}),
  })
  .superRefine((written, context) => {
    checkPeriod(written.period, context);
    if (written.every < LEAST_EVERY) {
      refuse(context, 'is too often', 'write 10s or more', 'every');
    }
    for (const [label, hint] of Object.entries(GIVEN)) {
      if (label in written.labels) refuse(context, 'is given already', hint, 'labels', label);
    }
  });

/** Rules over metrics that are looked at on schedule. */
export const watchSchema = z.array(rule).default([]);

export type WatchConfig = z.output<typeof watchSchema>[number];
