import { z } from 'zod';
import { checkTopicArn, checkUrl } from './addresses.ts';
import { checked, duration, fieldNotes, secret, severity } from './fields.ts';

const ARN = 'arn:aws:sns:us-east-1:111122223333:topic-name';
const QUEUE = 'https://sqs.us-east-1.amazonaws.com/111122223333/tocsin';

const topic = z.strictObject({
  arn: checked(checkTopicArn).register(fieldNotes, { example: ARN }),
  severity: severity().optional(),
});

const queue = z.strictObject({
  queue_url: checked((text) => checkUrl(text, ['https', 'http'], QUEUE)).register(fieldNotes, {
    example: QUEUE,
  }),
});

const byToken = z.strictObject({ token: secret('required') });
const bySecret = z.strictObject({ secret: secret('required') });

/** Who may send: what is not named here is refused. */
export const intakeSchema = z.strictObject({
  sns: z
    .strictObject({
      topics: z.array(topic).default([]),
      // SNS repeats an HTTP delivery for an hour; what is older was not sent by SNS just now.
      max_age: duration({ positive: true }).default(2 * 60 * 60 * 1000),
    })
    .prefault({}),
  sqs: z.array(queue).default([]),
  webhooks: z
    .strictObject({
      tocsin: byToken.optional(),
      alertmanager: byToken.optional(),
      grafana: byToken.optional(),
      sentry: bySecret.optional(),
      pagerduty: bySecret.optional(),
    })
    .prefault({}),
});
