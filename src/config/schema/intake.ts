import { z } from 'zod';
import {
  checkQueueUrl,
  checkRegion,
  checkTopicArn,
  QUEUE_EXAMPLE,
  regionOfQueue,
} from './addresses.ts';
import { checked, duration, fieldNotes, secret, severity } from './fields.ts';

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
