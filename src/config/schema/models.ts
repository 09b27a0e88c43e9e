import { z } from 'zod';
import { isDay } from '../../alert/day.ts';
import { Mistake, quoted } from '../mistake.ts';
import { checkRegion, checkRoleArn } from './addresses.ts';
import { degradationSchema, predictionsSchema, truthSchema } from './degradation.ts';
import { judgingFields } from './drift.ts';
import { checked, duration, fieldNotes, named, oneOf } from './fields.ts';
import { channel } from './receivers.ts';
import { refuse } from './refuse.ts';
import { retrainSchema } from './retrain.ts';

const DAY = 86_400_000;

/** What a path, a dimension of CloudWatch's and a word of a command can all hold. */
export const word = (what: string, example: string) =>
  checked((text) => {
    if (/^[A-Za-z0-9][\w.-]{0,99}$/u.test(text)) return;
    const hint = `write letters, digits, '.', '_' and '-', such as ${example}`;
    throw new Mistake(`${quoted(text)} is not ${what}`, hint);
  }).register(fieldNotes, { example });

/** A day of the calendar. */
const day = checked((text) => {
  if (!isDay(text))
    throw new Mistake(`${quoted(text)} is not a day`, 'write a day such as 2026-10-01');
}).register(fieldNotes, { example: '2026-10-01' });

const columns = z.array(named('plan')).default([]);

const features = z
  .strictObject({
    from: named("'s3://bucket/features/dt={date}/'"),
    categorical: columns,
    only: columns,
    except: columns,
  })
  .superRefine(({ only, except }, context) => {
    const both = except.find((one) => only.includes(one));
    if (both === undefined) return;
    refuse(context, `names ${quoted(both)}, as only does`, 'take it out of one of them', 'except');
  });

const looking = z.strictObject({
  prediction: named('probability').optional(),
  schedule: oneOf(['daily', 'hourly', 'never']).default('daily'),
  window: duration({ positive: true }).default(DAY),
  ...judgingFields,
  report: z.strictObject({ channel }).optional(),
});

/** Labels by which the alerts of a model are known. */
const GIVEN = ['alertname', 'model', 'version', 'feature', 'window', 'severity'];

const model = z
  .strictObject({
    name: word('the name of a model', 'churn'),
    title: named('Churn of subscribers').optional(),
    type: named('classifier').optional(),
    version: word('a version', "'7'"),
    trained_at: day.optional(),
    labels: z.record(z.string(), z.string()).default({}),
    region: checked(checkRegion).register(fieldNotes, { example: 'us-east-1' }).optional(),
    role_arn: checked(checkRoleArn).optional(),
    features: features.optional(),
    drift: looking.prefault({}),
    retrain: retrainSchema.optional(),
    predictions: predictionsSchema.optional(),
    truth: truthSchema.optional(),
    degradation: degradationSchema.prefault({}),
  })
  .superRefine(({ labels, retrain, drift }, context) => {
    if (retrain?.approval === true && drift.report === undefined) {
      const hint = "write drift: { report: { channel: '#ml' } }, or approval: false";
      refuse(context, 'has nowhere to ask for approval', hint, 'retrain');
    }
    for (const label of Object.keys(labels).filter((one) => GIVEN.includes(one))) {
      refuse(context, 'is given already', 'take it out', 'labels', label);
    }
  });

/** The models that are looked after: what feeds them, and how often that is compared. */
export const modelsSchema = z.array(model).default([]);

export type ModelConfig = z.output<typeof modelsSchema>[number];
