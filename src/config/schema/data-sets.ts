import { z } from 'zod';
import { checkRegion, checkRoleArn } from './addresses.ts';
import { checked, duration, fieldNotes, named, oneOf } from './fields.ts';
import { word } from './models.ts';
import { qualitySchema } from './quality.ts';
import { channel } from './receivers.ts';
import { refuse } from './refuse.ts';

const DAY = 86_400_000;

/** Labels by which the alerts of a data set are known. */
const GIVEN = ['alertname', 'dataset', 'check', 'column', 'severity'];

const dataSet = z
  .strictObject({
    name: word('the name of a data set', 'orders'),
    title: named('Orders of the shop').optional(),
    from: named("'s3://bucket/orders/dt={date}/'"),
    region: checked(checkRegion).register(fieldNotes, { example: 'us-east-1' }).optional(),
    role_arn: checked(checkRoleArn).optional(),
    schedule: oneOf(['daily', 'hourly', 'never']).default('daily'),
    window: duration({ positive: true }).default(DAY),
    labels: z.record(z.string(), z.string()).default({}),
    report: z.strictObject({ channel }).optional(),
    ...qualitySchema.shape,
  })
  .superRefine(({ labels }, context) => {
    for (const label of Object.keys(labels).filter((one) => GIVEN.includes(one))) {
      refuse(context, 'is given already', 'take it out', 'labels', label);
    }
  });

/** The data sets that are held against rules. */
export const dataSetsSchema = z.array(dataSet).default([]);
