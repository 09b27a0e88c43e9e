import { z } from 'zod';
import { checkRegex } from '../regex.ts';
import { parseShare } from '../share.ts';
import { Mistake, quoted } from '../mistake.ts';
import { checked, duration, fieldNotes, flag, integer, named, oneOf, parsed } from './fields.ts';
import { refuse } from './refuse.ts';

const HOUR = 3_600_000;

function share() {
  return parsed(parseShare).register(fieldNotes, { example: '10%' });
}

function number(example: string) {
  return parsed((text) => {
    const value = Number(text);
    if (text.trim() !== '' && Number.isFinite(value)) return value;
    throw new Mistake(`${quoted(text)} is not a number`, `write a number such as ${example}`);
  });
}

const limits = z.strictObject({ medium: share().optional(), high: share().optional() });

/** What makes a rule: without any of them it says nothing. */
const CONDITIONS = ['min', 'max', 'one_of', 'pattern', 'unique'] as const;

const validityRule = z
  .strictObject({
    column: named('price'),
    min: number('0').optional(),
    max: number('5').optional(),
    exclusive: flag().default(false),
    one_of: z.array(z.string()).min(1).register(fieldNotes, { example: '[de, fr]' }).optional(),
    pattern: checked(checkRegex).register(fieldNotes, { example: "'[A-Z]{2}'" }).optional(),
    unique: flag().optional(),
    allow: share().default(0),
    severity: oneOf(['low', 'medium', 'high', 'critical']).default('high'),
  })
  .superRefine((rule, context) => {
    const given = CONDITIONS.filter((key) => rule[key] !== undefined && rule[key] !== false);
    if (given.length === 0) {
      refuse(context, 'has no condition', 'add min, max, one_of, pattern or unique');
    }
    if (rule.min !== undefined && rule.max !== undefined && rule.min > rule.max) {
      refuse(context, `is more than max, ${rule.max}`, 'write the smaller one', 'min');
    }
    if (rule.exclusive && rule.min === undefined && rule.max === undefined) {
      refuse(context, 'is of min and max', 'add one of them, or take it out', 'exclusive');
    }
  });

/** What data must be like: rules of a file of their own. */
export const qualitySchema = z.strictObject({
  volume: z.strictObject({ min_rows: integer(1).default(1000) }).prefault({}),
  freshness: z
    .strictObject({
      column: named('updated_at'),
      warning: duration({ positive: true }).default(6 * HOUR),
      critical: duration({ positive: true }).default(24 * HOUR),
    })
    .superRefine(({ warning, critical }, context) => {
      if (warning > critical) refuse(context, 'is longer than critical', 'write less', 'warning');
    })
    .optional(),
  completeness: z
    .strictObject({
      medium: share().default(0.1),
      high: share().default(0.3),
      columns: z.record(z.string(), limits).default({}),
    })
    .prefault({}),
  validity: z.array(validityRule).default([]),
});

/** Rules as read: durations in milliseconds, shares from 0 to 1. */
export type QualityRules = z.output<typeof qualitySchema>;

export type ValidityRule = QualityRules['validity'][number];
