import { z } from 'zod';
import {
  checkQueueUrl,
  checkRegion,
  checkTopicArn,
  QUEUE_EXAMPLE,
  regionOfQueue,
} from './addresses.ts';
import { parseRate } from '../rate.ts';
import { parseSize } from '../size.ts';
import { checked, duration, fieldNotes, parsed, secret, severity } from './fields.ts';

const ARN = 'arn:aws:sns:us-east-1:111122223333:topic-name';

const topic = z.strictObject({
  arn: checked(checkTopicArn).register(fieldNotes, { example: ARN }),
  severity: severity().optional(),
});

/** An SQS queue. Its region stands in the URL, unless that is a stand-in's or a name of one's own. */
const queue = z
  .strictObject({
    queue_url: checked(checkQueueUrl).register(fieldNotes, { example: QUEUE_EXAMPLE }),
    region: checked(checkRegion).optional(),
  })
  .transform(({ queue_url, region = regionOfQueue(queue_url) }, context) => {
    if (region !== undefined) return { queue_url, region };
    const message = 'the region does not stand in queue_url';
    context.addIssue({ code: 'custom', message, params: { hint: 'add region: us-east-1' } });
    return z.NEVER;
  });

const KIB = 1024;

/** What a webhook of Alertmanager, Grafana or Sentry may post unless told otherwise. */
export const WEBHOOK_BODY_BYTES = 4096 * KIB;

const rate = parsed(parseRate);
const size = parsed(parseSize);

/** How much a sender may post: programs of others, who may run wild, have a limit of their own. */
const bounds = {
  rate: rate.default(parseRate('50/s')),
  max_body: size.default(WEBHOOK_BODY_BYTES),
};

const ownPrograms = z.strictObject({
  token: secret('required'),
  rate: rate.optional(),
  max_body: size.default(768 * KIB),
});

/** They repeat an alert while it fires, but only every `repeat_interval`, which is 4 h unless told. */
const repeating = z.strictObject({
  token: secret('required'),
  resolve_timeout: duration({ positive: true }).optional(),
  ...bounds,
});

/** Thousands of rows: whoever has more posts them in parts. */
const models = z.strictObject({
  token: secret('required'),
  rate: bounds.rate,
  max_body: size.default(1024 * KIB),
});

const sentry = z.strictObject({ secret: secret('required'), ...bounds });

/** Each subscription has a secret of its own, and while one is changed there are two. */
const secrets = z
  .preprocess((value) => (typeof value === 'string' ? [value] : value), z.array(secret('required')))
  .register(fieldNotes, { secret: 'required', example: '${NAME}' });

const pagerduty = z.strictObject({
  secret: secrets,
  rate: bounds.rate,
  max_body: size.default(512 * KIB),
});

/** Who may send: what is not named here is refused. */
export const intakeSchema = z.strictObject({
  sns: z
    .strictObject({
      topics: z.array(topic).default([]),
      // SNS repeats an HTTP delivery for an hour; what is older was not sent by SNS just now.
      max_age: duration({ positive: true }).default(2 * 60 * 60 * 1000),
      raw_secret: secret('optional').default(''),
    })
    .prefault({}),
  sqs: z.array(queue).default([]),
  webhooks: z
    .strictObject({
      tocsin: ownPrograms.optional(),
      alertmanager: repeating.optional(),
      grafana: repeating.optional(),
      sentry: sentry.optional(),
      models: models.optional(),
      pagerduty: pagerduty.optional(),
    })
    .prefault({}),
});
