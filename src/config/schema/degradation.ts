import { z } from 'zod';
import { Mistake, quoted } from '../mistake.ts';
import { fieldNotes, flag, named, oneOf, orIssue } from './fields.ts';
import { channel } from './receivers.ts';
import { refuse } from './refuse.ts';

/** A figure with both ends; 0 of what has to be above it. */
const share = ({ above = false } = {}) =>
  z
    .union([z.number(), z.string()], { error: 'must be a number' })
    .transform((value, context): number =>
      orIssue(() => {
        const number = Number(String(value).trim() || 'none');
        if (number <= 1 && (above ? number > 0 : number >= 0)) return number;
        throw new Mistake(
          `${quoted(String(value))} is not from 0 to 1`,
          'write a share such as 0.72',
        );
      }, context),
    )
    .register(fieldNotes, { example: '0.72' });

const column = (name: string) => named(name).default(name);

/** What a model predicts: posted, or read from files too. */
export const predictionsSchema = z.strictObject({
  from: named("'s3://bucket/predictions/dt={date}/'").optional(),
  columns: z
    .strictObject({
      entity: column('entity'),
      date: column('date'),
      probability: column('probability'),
      at: column('at'),
      label: column('label'),
      version: column('version'),
      trace_id: column('trace_id'),
      seconds: column('seconds'),
      load_seconds: column('load_seconds'),
    })
    .prefault({}),
  threshold: share().default(0.5),
  confidence: oneOf(['column', 'winning']).default('column'),
});

/** What turns out to be true. */
export const truthSchema = z.strictObject({
  from: named("'s3://bucket/labels/dt={date}/'"),
  columns: z
    .strictObject({
      entity: column('entity'),
      date: column('date'),
      actual: column('actual'),
      at: column('at'),
    })
    .prefault({}),
});

/** Figures, or a file that they are computed of. */
const baseline = z
  .strictObject({
    from: named('validation.csv').optional(),
    f1: share({ above: true }).optional(),
    precision: share().optional(),
    recall: share().optional(),
    roc_auc: share().optional(),
    ctr: share({ above: true }).optional(),
  })
  .transform(({ from, f1, precision, recall, ...others }, context) => {
    const figures = Object.entries({ f1, precision, recall, ...others });
    const given = figures.find(([, value]) => value !== undefined);
    if (from !== undefined) {
      if (given !== undefined) refuse(context, 'is in the file, too', 'take it out', given[0]);
      return { from };
    }
    if (f1 !== undefined && precision !== undefined && recall !== undefined) {
      return { f1, precision, recall, ...others };
    }
    const lacking = figures.find(([, value]) => value === undefined)?.[0] ?? 'f1';
    refuse(
      context,
      `has no ${lacking}`,
      'write { f1: 0.72, precision: 0.7, recall: 0.74 }, or { from: validation.csv }',
    );
    return z.NEVER;
  });

/** Windows are those that all teams know. */
const WINDOWS = new Map([
  ['7d', 7],
  ['30d', 30],
  ['90d', 90],
]);

const windows = z
  .array(oneOf(['7d', '30d', '90d']))
  .min(1, 'names no window')
  .default(['7d', '30d', '90d'])
  .transform((texts) =>
    [...new Set(texts)].flatMap((text) => WINDOWS.get(text) ?? []).toSorted((a, b) => a - b),
  );

export const degradationSchema = z.strictObject({
  baseline: baseline.optional(),
  windows,
  schedule: oneOf(['daily', 'never']).default('daily'),
  ctr: flag().default(false),
  runbook: named('rollback').default('rollback'),
  report: z.strictObject({ channel }).optional(),
});
