import {
  DescribePipelineCommand,
  DescribePipelineExecutionCommand,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  type SageMakerClient,
} from '@aws-sdk/client-sagemaker';
import { z } from 'zod';
import { named } from '../../../config/schema/fields.ts';
import { parseArn } from '../../../intake/aws/arn.ts';
import { consoleLink } from '../../../intake/aws/console.ts';
import { ActionProblem, type ActionOf, type Done } from '../action.ts';
import { failureOf, wordsOf } from '../aws/aws-failure.ts';
import { asking, placeFields, placeText, type Place } from '../aws/place.ts';
import { runningText } from '../aws/words.ts';

const schema = z.strictObject({
  name: named('train-churn'),
  parameters: z
    .record(z.string(), z.string({ error: 'must be a text' }), { error: 'must be a map' })
    .default({}),
  ...placeFields,
});

type Params = z.output<typeof schema>;

const TIMEOUT = 30_000;
/** So many of the newest executions are looked at. */
const NEWEST = 100;

/**
 * Starts an execution of a pipeline. Its key is the token by which SageMaker knows a repetition, and the name it
 * is listed by.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_StartPipelineExecution.html
 */
export function sagemakerPipeline(clientOf: (place: Place) => SageMakerClient): ActionOf<Params> {
  async function newest(params: Params, signal: AbortSignal) {
    const command = new ListPipelineExecutionsCommand({
      PipelineName: params.name,
      SortBy: 'CreationTime',
      SortOrder: 'Descending',
      MaxResults: NEWEST,
    });
    const { PipelineExecutionSummaries: found = [] } = await clientOf(params).send(command, {
      abortSignal: signal,
    });
    return found;
  }

  return {
    name: 'sagemaker_pipeline',
    params: schema,
    title: ({ name }) => `Start the pipeline ${name}`,
    target: ({ name, ...place }) => `pipeline ${name} ${placeText(place)}`.trim(),
    targetName: ({ name }) => name,
    timeout: () => TIMEOUT,
    async dryRun(params, signal) {
      const { name } = params;
      const pipeline = await asking('sagemaker:DescribePipeline', params, () =>
        clientOf(params).send(new DescribePipelineCommand({ PipelineName: name }), {
          abortSignal: signal,
        }),
      );
      if (pipeline.PipelineStatus === 'Deleting') {
        throw new ActionProblem(`The pipeline ${name} is being deleted.`, 'Name another one.');
      }
      const some = await asking('sagemaker:ListPipelineExecutions', params, () =>
        newest(params, signal),
      );
      const count = some.filter((one) => one.PipelineExecutionStatus === 'Executing').length;
      return {
        before: runningText(count, name, NEWEST),
        after: 'One more is started, with these parameters.',
        // What is started is what it was when people said yes.
        was: String(pipeline.LastModifiedTime?.getTime() ?? ''),
      };
    },
    async run(params, key, signal) {
      const command = new StartPipelineExecutionCommand({
        PipelineName: params.name,
        PipelineExecutionDisplayName: key,
        ClientRequestToken: key,
        PipelineParameters: Object.entries(params.parameters).map(([Name, Value]) => ({
          Name,
          Value,
        })),
      });
      try {
        const answer = await clientOf(params).send(command, { abortSignal: signal });
        return started(answer.PipelineExecutionArn);
      } catch (error) {
        return failureOf(error, 'sagemaker:StartPipelineExecution', params.role_arn);
      }
    },
    async lookUp(params, key, signal) {
      try {
        const some = await newest(params, signal);
        const found = some.find((one) => one.PipelineExecutionDisplayName === key);
        return found === undefined ? { outcome: 'absent' } : started(found.PipelineExecutionArn);
      } catch (error) {
        const { what } = failureOf(error, 'sagemaker:ListPipelineExecutions', params.role_arn);
        return { outcome: 'unknown', what: `It can not be looked up. ${what}` };
      }
    },
    async follow(params, PipelineExecutionArn, signal) {
      const command = new DescribePipelineExecutionCommand({ PipelineExecutionArn });
      const found = await clientOf(params)
        .send(command, { abortSignal: signal })
        .catch(() => undefined);
      switch (found?.PipelineExecutionStatus) {
        case undefined:
          return undefined;
        case 'Succeeded':
          return { state: 'succeeded', what: 'The pipeline succeeded.' };
        case 'Executing':
        case 'Stopping':
          return { state: 'running', what: 'The pipeline runs.' };
        case 'Stopped':
          return { state: 'failed', what: 'The pipeline was stopped.' };
        case 'Failed': {
          const why = wordsOf(found.FailureReason ?? '');
          return { state: 'failed', what: `The pipeline failed${why && `: ${why}`}` };
        }
      }
    },
    async stop(params, PipelineExecutionArn, signal) {
      // One token for one execution: to stop it twice is to stop it once.
      const ClientRequestToken = `stop-${PipelineExecutionArn}`
        .replaceAll(/[^\w-]/gu, '-')
        .slice(-128);
      try {
        const command = new StopPipelineExecutionCommand({
          PipelineExecutionArn,
          ClientRequestToken,
        });
        await clientOf(params).send(command, { abortSignal: signal });
        return { outcome: 'done', what: 'The pipeline is told to stop.' };
      } catch (error) {
        return failureOf(error, 'sagemaker:StopPipelineExecution', params.role_arn);
      }
    },
  };
}

function started(arn: string | undefined): Done {
  const region = parseArn(arn)?.region;
  const link = consoleLink(region, 'sagemaker/home', '#/studio-landing')?.url;
  return {
    outcome: 'done',
    what: 'The pipeline was started.',
    ...(arn !== undefined && { handle: arn }),
    ...(link !== undefined && { link }),
  };
}
