import {
  DescribeParametersCommand,
  GetParameterCommand,
  ParameterNotFound,
  PutParameterCommand,
  type Parameter,
  type ParameterMetadata,
  type SSMClient,
} from '@aws-sdk/client-ssm';
import { z } from 'zod';
import { Mistake } from '../../../config/mistake.ts';
import { parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { ActionProblem, type ActionOf } from '../action.ts';
import { wordsOf } from '../aws/aws-failure.ts';
import { asking, placeFields, placeText, type Place } from '../aws/place.ts';
import { ONCE, replacing } from '../aws/replacing.ts';
import { nameLike, text } from '../aws/text-field.ts';

const schema = z.strictObject({
  parameter: nameLike(/^[\w./-]{1,1011}$/u, '/shop/new-cart'),
  value: text(checkValue),
  ...placeFields,
});

const value = z.strictObject({ value: z.string(), version: z.int() });

type Params = z.output<typeof schema>;
type Value = z.output<typeof value>;

/** What an advanced parameter holds, in bytes; a standard one holds half of it. */
const MOST_BYTES = 8_192;
/** More of a value is not shown. */
const SHOWN = 120;

/** Source: Systems Manager API Reference, PutParameter. */
function checkValue(given: string): void {
  if (given === '') throw new Mistake('is empty', 'write a value such as on');
  if (given.includes('{{')) {
    throw new Mistake('has a placeholder in it', 'write a value without {{, which AWS refuses');
  }
  if (Buffer.byteLength(given) > MOST_BYTES) {
    throw new Mistake(`is longer than ${MOST_BYTES} bytes`, 'write a shorter one');
  }
}

/**
 * Puts a parameter of Systems Manager, as which flags are kept: one of type String, never a secret. Its description,
 * pattern and tier stay. AWS compares nothing when it is put: a version that somebody puts at the same moment is
 * seen by the number afterwards, and said.
 *
 * Needs ssm:GetParameter, ssm:PutParameter, and ssm:DescribeParameters (which has no resource).
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_PutParameter.html
 */
export function featureFlag(
  clientOf: (place: Place, attempts?: number) => SSMClient,
): ActionOf<Params> {
  async function find(params: Params, signal: AbortSignal): Promise<Parameter> {
    const { parameter: Name } = params;
    // What is secret stays so, whatever comes next.
    const command = new GetParameterCommand({ Name, WithDecryption: false });
    const found = await asking('ssm:GetParameter', params, async () => {
      try {
        return (await clientOf(params).send(command, { abortSignal: signal })).Parameter;
      } catch (error) {
        if (error instanceof ParameterNotFound) return undefined;
        throw error;
      }
    });
    if (found === undefined) {
      throw new ActionProblem(`There is no parameter ${Name}.`, 'Make it first, of type String.');
    }
    if (found.Type === 'String' && (found.DataType ?? 'text') === 'text') return found;
    const kind = found.Type === 'String' ? found.DataType : found.Type;
    const what = `${Name} is of the kind ${kind}, which is not put from a chat.`;
    throw new ActionProblem(what, 'Name a parameter of type String, which holds a text.');
  }

  async function metadataOf(params: Params, signal: AbortSignal): Promise<ParameterMetadata> {
    const filter = { Key: 'Name', Option: 'Equals', Values: [params.parameter] };
    const command = new DescribeParametersCommand({ ParameterFilters: [filter] });
    const { Parameters: [found] = [] } = await asking('ssm:DescribeParameters', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
    return found ?? {};
  }

  return replacing<Params, Parameter, Value>({
    name: 'feature_flag',
    params: schema,
    title: (params) => `Set ${params.parameter} to ${shownValue(params.value)}`,
    target: ({ parameter, ...place }) => `parameter ${parameter} ${placeText(place)}`.trim(),
    targetName: ({ parameter }) => parameter,
    permission: 'ssm:PutParameter',
    find,
    value,
    valueOf: ({ Value: now = '', Version: version = 0 }) => ({ value: now, version }),
    wanted: (params, { version }) => ({ value: params.value, version: version + 1 }),
    words: (one) => `${shownValue(one.value)} (version ${one.version})`,
    back: (params, was) => ({ ...params, value: was.value }),
    async shown(params, { Value: now = '', Version: version = 0 }, signal) {
      if (now === params.value) {
        const what = `It is ${shownValue(now)} already.`;
        throw new ActionProblem(what, 'There is nothing to be done.');
      }
      const { AllowedPattern: pattern = '' } = await metadataOf(params, signal);
      const rule = pattern === '' ? '' : ` Its values have to match ${wordsOf(pattern)}.`;
      return {
        before: `${params.parameter} is ${shownValue(now)} (version ${version}).${rule}`,
        after: `It is ${shownValue(params.value)} (version ${version + 1}).`,
      };
    },
    async put(params, { Version: found = 0 }, signal) {
      const { AllowedPattern, Description, Tier } = await metadataOf(params, signal);
      const command = new PutParameterCommand({
        Name: params.parameter,
        Value: params.value,
        Overwrite: true,
        AllowedPattern,
        Description,
        // Without one it gets the account's, and an advanced parameter can't become another.
        Tier,
      });
      const { Version: version = found + 1 } = await clientOf(params, ONCE).send(command, {
        abortSignal: signal,
      });
      if (version === found + 1) return undefined;
      return `Its version is ${version}, for somebody put another at the same moment, which this has replaced: look at its history.`;
    },
    marks({ parameter }, { ARN: arn }) {
      const page = `#list_parameter_filters=Name:Equals:${encoded(parameter)}`;
      const region = parseArn(arn)?.region;
      const link = consoleLink(region, 'systems-manager/parameters/', page)?.url;
      return link === undefined ? {} : { link };
    },
  });
}

function shownValue(full: string): string {
  const shown = `"${wordsOf(full.slice(0, SHOWN))}"`;
  return full.length <= SHOWN ? shown : `${shown}… (${full.length} characters)`;
}
