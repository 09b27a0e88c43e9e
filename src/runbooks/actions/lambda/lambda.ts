import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { z } from 'zod';
import { named, oneOf } from '../../../config/schema/fields.ts';
import { parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import type { ActionOf, Outcome } from '../action.ts';
import { failureOf, wordsOf } from '../aws/aws-failure.ts';
import { asking, placeFields, placeText, type Place } from '../aws/place.ts';

const schema = z.strictObject({
  function: named('train-churn'),
  payload: z.record(z.string(), z.json(), { error: 'must be a map' }).default({}),
  /** `request` waits for what the function answers; of an `event` it is only known that Lambda took it. */
  type: oneOf(['event', 'request']).default('event'),
  ...placeFields,
});

type Params = z.output<typeof schema>;

const EVENT_TIMEOUT = 30_000;
/** A function runs for 15 minutes at most. */
const REQUEST_TIMEOUT = 15.5 * 60_000;

/**
 * Invokes a function. Lambda knows no keys: it is in the payload, so that the function can tell a repetition; and
 * an attempt of unknown fate is not repeated.
 *
 * @param clientOf a client that tries once
 * @see https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html
 */
export function lambda(
  clientOf: (place: Place, patience: number) => LambdaClient,
): ActionOf<Params> {
  const timeout = ({ type }: Params) => (type === 'request' ? REQUEST_TIMEOUT : EVENT_TIMEOUT);
  const unseen = (key: string) =>
    `The function got the key ${key}: look for that in its log, and only then start it by hand.`;
  return {
    name: 'lambda',
    params: schema,
    title: ({ function: name }) => `Invoke ${name}`,
    target({ function: named, ...place }) {
      const region = place.region ?? parseArn(named)?.region;
      return `function ${functionName(named)} ${placeText({ ...place, region })}`.trim();
    },
    targetName: ({ function: named }) =>
      named.includes('function:') ? named : functionName(named),
    timeout,
    async dryRun(params, signal) {
      const { function: name, type } = params;
      const command = new InvokeCommand({ FunctionName: name, InvocationType: 'DryRun' });
      await asking('lambda:InvokeFunction', params, () =>
        clientOf(params, EVENT_TIMEOUT).send(command, { abortSignal: signal }),
      );
      const waits = type === 'request' ? ', and its answer is waited for' : '';
      return {
        before: `${name} may be invoked.`,
        after: `It is invoked once with this payload, and the key of this run${waits}.`,
      };
    },
    async run(params, key, signal): Promise<Outcome> {
      const { function: name, payload, type } = params;
      const command = new InvokeCommand({
        FunctionName: name,
        InvocationType: type === 'event' ? 'Event' : 'RequestResponse',
        Payload: Buffer.from(JSON.stringify({ ...payload, idempotency_key: key })),
      });
      try {
        const answer = await clientOf(params, timeout(params)).send(command, {
          abortSignal: signal,
        });
        const text = Buffer.from(answer.Payload ?? []).toString('utf8');
        if (answer.FunctionError !== undefined) {
          const what = `The function failed: ${wordsOf(errorIn(text))}`;
          return { outcome: 'failed', what, mend: 'Its log says more.' };
        }
        const said = type === 'event' ? 'Lambda took the event.' : `It answered ${wordsOf(text)}`;
        return { outcome: 'done', what: said, ...linkOf(params) };
      } catch (error) {
        return failureOf(error, 'lambda:InvokeFunction', params.role_arn);
      }
    },
    async lookUp(_, key) {
      const what = `Lambda does not say what became of it. ${unseen(key)}`;
      return { outcome: 'unknown', what, isFinal: true };
    },
  };
}

const errorSchema = z.object({ errorType: z.string().default(''), errorMessage: z.string() });

/** What the error of a function says. Source: AWS Lambda Developer Guide, Lambda function errors. */
function errorIn(text: string): string {
  try {
    const { errorType, errorMessage } = errorSchema.parse(JSON.parse(text));
    return errorType === '' ? errorMessage : `${errorType}: ${errorMessage}`;
  } catch {
    return text;
  }
}

/** Functions are named by a name, a part of an ARN, or an ARN, each with a version or alias behind it. */
function functionName(named: string): string {
  const resource = parseArn(named)?.resource ?? named;
  return resource.replace(/^.*function:/u, '').split(':')[0] ?? named;
}

function linkOf({ function: named, region }: Params): { readonly link?: string } {
  const page = `#/functions/${encoded(functionName(named))}`;
  const link = consoleLink(parseArn(named)?.region ?? region, `lambda/home`, page);
  return link === undefined ? {} : { link: link.url };
}
