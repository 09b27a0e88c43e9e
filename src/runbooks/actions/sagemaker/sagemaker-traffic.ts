import {
  DescribeEndpointCommand,
  UpdateEndpointWeightsAndCapacitiesCommand,
  type DescribeEndpointOutput,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { z } from 'zod';
import { figureText } from '../../../alert/figure.ts';
import { Mistake, quoted } from '../../../config/mistake.ts';
import { nearest } from '../../../config/nearest.ts';
import { orIssue } from '../../../config/schema/fields.ts';
import { parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { ActionProblem, type ActionOf, type Progress } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';
import { figure } from '../aws/figure-field.ts';
import { asking, PassingProblem, placeFields, placeText, type Place } from '../aws/place.ts';
import { ONCE, replacing } from '../aws/replacing.ts';
import { nameLike } from '../aws/text-field.ts';
import { countText } from '../aws/words.ts';

const MOST_WEIGHT = 1_000_000;

const weight = figure({ least: 0, most: MOST_WEIGHT, of: 'a weight' });

const schema = z.strictObject({
  endpoint: nameLike(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}$/u, 'churn'),
  /** By variants: each gets its weight's part of the sum of all. One that is not named keeps its own. */
  weights: z.record(z.string(), weight).transform((given, context) =>
    orIssue(() => {
      if (Object.keys(given).length > 0) return given;
      throw new Mistake('is empty', 'write { champion: 9, challenger: 1 }');
    }, context),
  ),
  ...placeFields,
});

const value = z.record(z.string(), z.number());

type Params = z.output<typeof schema>;
type Weights = z.output<typeof value>;

/**
 * Shifts an endpoint's calls between the variants of a model, and follows it until the endpoint is in service with
 * that.
 *
 * Needs sagemaker:DescribeEndpoint and sagemaker:UpdateEndpointWeightsAndCapacities.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_UpdateEndpointWeightsAndCapacities.html
 */
export function sagemakerTraffic(
  clientOf: (place: Place, attempts?: number) => SageMakerClient,
): ActionOf<Params> {
  function find(params: Params, signal: AbortSignal): Promise<DescribeEndpointOutput> {
    const command = new DescribeEndpointCommand({ EndpointName: params.endpoint });
    return asking('sagemaker:DescribeEndpoint', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
  }

  return replacing<Params, DescribeEndpointOutput, Weights>({
    name: 'sagemaker_traffic',
    params: schema,
    title: ({ endpoint, weights }) => `Weigh the variants of ${endpoint}: ${weightsText(weights)}`,
    target: ({ endpoint, ...place }) => `endpoint ${endpoint} ${placeText(place)}`.trim(),
    targetName: ({ endpoint }) => endpoint,
    permission: 'sagemaker:UpdateEndpointWeightsAndCapacities',
    find,
    value,
    valueOf: weightsIn,
    wanted: ({ weights }, was) => ({ ...was, ...rounded(weights) }),
    words: weightsText,
    back: (params, was) => ({ ...params, weights: was }),
    shown(params, found) {
      const now = weightsIn(found);
      checkVariants(params, now);
      checkIsInService(params, found);
      const then = { ...now, ...rounded(params.weights) };
      return {
        before: `${params.endpoint}: ${sharesText(now, found)}.`,
        after: `${sharesText(then, found)}.`,
      };
    },
    async put(params, found, signal) {
      checkIsInService(params, found);
      const command = new UpdateEndpointWeightsAndCapacitiesCommand({
        EndpointName: params.endpoint,
        DesiredWeightsAndCapacities: Object.entries(params.weights).map(([name, one]) => ({
          VariantName: name,
          DesiredWeight: one,
        })),
      });
      await clientOf(params, ONCE).send(command, { abortSignal: signal });
      return undefined;
    },
    marks({ endpoint }, { EndpointArn: arn }) {
      const page = `#/endpoints/${encoded(endpoint)}`;
      const link = consoleLink(parseArn(arn)?.region, 'sagemaker/home', page)?.url;
      return { handle: arn ?? endpoint, ...(link !== undefined && { link }) };
    },
    async follow(params, _, signal) {
      const found = await find(params, signal).catch(() => undefined);
      return found && progressOf(params, found);
    },
  });
}

/** What was asked for last, which an update brings about. */
function weightsIn({ ProductionVariants: variants = [] }: DescribeEndpointOutput): Weights {
  return rounded(
    Object.fromEntries(
      variants.map(({ VariantName = '', DesiredWeight, CurrentWeight }) => [
        VariantName,
        DesiredWeight ?? CurrentWeight ?? 0,
      ]),
    ),
  );
}

/** SageMaker keeps numbers of 32 bits: 0.1 comes back as another one than was given. */
function rounded(weights: Weights): Weights {
  const all = Object.entries(weights);
  return Object.fromEntries(all.map(([name, one]) => [name, Math.fround(one)]));
}

function checkVariants({ endpoint, weights }: Params, now: Weights): void {
  const names = Object.keys(now);
  const unknown = Object.keys(weights).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    const meant = nearest(unknown, names);
    const mend = meant === undefined ? `It has ${names.join(', ')}.` : `Write ${meant}.`;
    throw new ActionProblem(`${endpoint} has no variant ${quoted(unknown)}.`, mend);
  }
  if (names.length === 1) {
    const what = `${endpoint} has one variant, which gets every call whatever its weight.`;
    throw new ActionProblem(what, 'Deploy another one first.');
  }
  if (sumOf({ ...now, ...weights }) > 0) return;
  const what = `No variant of ${endpoint} would have a weight.`;
  throw new ActionProblem(what, 'Give one of them more than 0.');
}

/** @throws PassingProblem */
function checkIsInService(
  { endpoint }: Params,
  { EndpointStatus: status }: DescribeEndpointOutput,
) {
  if (status === 'InService') return;
  const what = `${endpoint} is not in service, but ${status ?? 'of no status'}.`;
  throw new PassingProblem(what, 'Wait until it is.');
}

function sumOf(weights: Weights): number {
  return Object.values(weights).reduce((sum, one) => sum + one, 0);
}

function weightsText(weights: Weights): string {
  const all = Object.entries(weights);
  return all.map(([name, one]) => `${name} ${figureText(one, undefined)}`).join(', ');
}

/** `champion 90 % (weight 9, 2 instances), challenger 10 % (weight 1, 1 instance)`. */
function sharesText(
  weights: Weights,
  { ProductionVariants: variants = [] }: DescribeEndpointOutput,
) {
  const sum = sumOf(weights) || 1;
  const texts = Object.entries(weights).map(([name, one]) => {
    const count = variants.find((variant) => variant.VariantName === name)?.CurrentInstanceCount;
    const instances = count === undefined ? '' : `, ${countText(count, 'instance')}`;
    return `${name} ${figureText((one / sum) * 100, '%')} (weight ${figureText(one, undefined)}${instances})`;
  });
  return texts.join(', ');
}

/** @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_DescribeEndpoint.html */
function progressOf({ weights }: Params, found: DescribeEndpointOutput): Progress {
  const { EndpointStatus: status, FailureReason: why = '' } = found;
  const because = why && `: ${wordsOf(why)}`;
  const asked = rounded(weights);
  switch (status) {
    case 'InService': {
      const now = weightsIn(found);
      const isThere = Object.entries(asked).every(([name, one]) => now[name] === one);
      if (isThere) return { state: 'succeeded', what: `It is in service: ${weightsText(now)}.` };
      const what = `It is in service with other weights, ${weightsText(now)}${because || '.'}`;
      return { state: 'failed', what };
    }
    case 'Updating':
    case 'SystemUpdating':
      return { state: 'running', what: 'The endpoint is being updated.' };
    case 'RollingBack':
      return { state: 'running', what: 'The endpoint is being rolled back.' };
    default:
      return { state: 'failed', what: `The endpoint is ${status}${because || '.'}` };
  }
}
