import {
  GetPipelineCommand,
  GetPipelineExecutionCommand,
  GetPipelineStateCommand,
  ListPipelineExecutionsCommand,
  StartPipelineExecutionCommand,
  StopPipelineExecutionCommand,
  type CodePipelineClient,
  type PipelineDeclaration,
} from '@aws-sdk/client-codepipeline';
import { z } from 'zod';
import { consoleLink, encoded } from '../../../intake/aws/console.ts';
import { ActionProblem, type ActionOf, type Done, type Progress } from '../action.ts';
import { failureOf, wordsOf } from '../aws/aws-failure.ts';
import { canonicalJson } from '../aws/canonical-json.ts';
import { checkVariables } from './pipeline-variables.ts';
import { asking, placeFields, placeText, type Place } from '../aws/place.ts';
import { filledText, nameLike } from '../aws/text-field.ts';
import { tokenOf } from '../aws/token.ts';
import { runningText } from '../aws/words.ts';

const schema = z.strictObject({
  name: nameLike(/^[\w.@-]{1,100}$/u, 'deploy-shop'),
  variables: z.record(z.string(), filledText('a value')).default({}),
  ...placeFields,
});

type Params = z.output<typeof schema>;

const TIMEOUT = 30_000;
/** So many of the newest executions are looked at. */
const NEWEST = 100;

/**
 * Starts an execution of a pipeline of CodePipeline. Its token is made of the key: by that a repetition is known, and
 * starts nothing.
 *
 * Needs codepipeline:GetPipeline, codepipeline:GetPipelineState, codepipeline:ListPipelineExecutions,
 * codepipeline:StartPipelineExecution, codepipeline:GetPipelineExecution and codepipeline:StopPipelineExecution.
 *
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_StartPipelineExecution.html
 */
export function codepipeline(clientOf: (place: Place) => CodePipelineClient): ActionOf<Params> {
  async function pipelineOf(params: Params, signal: AbortSignal): Promise<PipelineDeclaration> {
    const command = new GetPipelineCommand({ name: params.name });
    const { pipeline } = await asking('codepipeline:GetPipeline', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
    if (pipeline !== undefined) return pipeline;
    throw new ActionProblem(`There is no pipeline ${params.name}.`, 'Name another one.');
  }

  async function runningIn(params: Params, signal: AbortSignal): Promise<string> {
    const command = new ListPipelineExecutionsCommand({
      pipelineName: params.name,
      maxResults: NEWEST,
    });
    const { pipelineExecutionSummaries: found = [] } = await asking(
      'codepipeline:ListPipelineExecutions',
      params,
      () => clientOf(params).send(command, { abortSignal: signal }),
    );
    const count = found.filter(({ status }) => status === 'InProgress').length;
    const last = found.find(({ status }) => status !== 'InProgress')?.status?.toLowerCase();
    return `${runningText(count, params.name, NEWEST)}${last === undefined ? '' : ` The last one that ended ${last}.`}`;
  }

  /** Stages that it will not enter. */
  async function closedIn(params: Params, signal: AbortSignal): Promise<string> {
    const command = new GetPipelineStateCommand({ name: params.name });
    const { stageStates = [] } = await asking('codepipeline:GetPipelineState', params, () =>
      clientOf(params).send(command, { abortSignal: signal }),
    );
    const closed = stageStates.filter((one) => one.inboundTransitionState?.enabled === false);
    const texts = closed.map(({ stageName, inboundTransitionState: state }) => {
      const why = wordsOf(state?.disabledReason ?? '');
      return ` It will wait before ${stageName}, which is closed${why && `: ${why}`}.`;
    });
    return texts.join('');
  }

  async function started(params: Params, id: string): Promise<Done> {
    const region = params.region ?? (await clientOf(params).config.region());
    const page = `codesuite/codepipeline/pipelines/${encoded(params.name)}/executions/${encoded(id)}/timeline`;
    const link = consoleLink(region, page)?.url;
    const what = 'The pipeline was started.';
    return { outcome: 'done', what, handle: id, ...(link !== undefined && { link }) };
  }

  return {
    name: 'codepipeline',
    params: schema,
    title: ({ name }) => `Start the pipeline ${name}`,
    target: ({ name, ...place }) => `pipeline ${name} ${placeText(place)}`.trim(),
    targetName: ({ name }) => name,
    timeout: () => TIMEOUT,
    async dryRun(params, signal) {
      const pipeline = await pipelineOf(params, signal);
      checkVariables(params.variables, pipeline);
      const { version = 0 } = pipeline;
      const closed = await closedIn(params, signal);
      return {
        before: await runningIn(params, signal),
        after: `One more is started, of its version ${version}, with these variables.${closed}`,
        was: canonicalJson({ version }),
      };
    },
    async run(params, key, signal) {
      const variables = Object.entries(params.variables).map(([name, value]) => ({ name, value }));
      const command = new StartPipelineExecutionCommand({
        name: params.name,
        clientRequestToken: tokenOf(key),
        ...(variables.length > 0 && { variables }),
      });
      try {
        const { pipelineExecutionId: id = '' } = await clientOf(params).send(command, {
          abortSignal: signal,
        });
        return await started(params, id);
      } catch (error) {
        return failureOf(error, 'codepipeline:StartPipelineExecution', params.role_arn);
      }
    },
    // Nothing is found by a token: to say it again under the same one is to do it once.
    async lookUp() {
      const what = 'CodePipeline did not say whether it has started it.';
      return { outcome: 'unknown', what, isRepeatable: true };
    },
    async follow(params, pipelineExecutionId, signal) {
      const command = new GetPipelineExecutionCommand({
        pipelineName: params.name,
        pipelineExecutionId,
      });
      const found = await clientOf(params)
        .send(command, { abortSignal: signal })
        .catch(() => undefined);
      const { status, statusSummary: why = '' } = found?.pipelineExecution ?? {};
      return status && progressOf(status, wordsOf(why));
    },
    async stop(params, pipelineExecutionId, signal) {
      const command = new StopPipelineExecutionCommand({
        pipelineName: params.name,
        pipelineExecutionId,
        // What is being done is brought to its end: half a deployment is worse than a whole one.
        abandon: false,
        reason: 'stopped from the chat',
      });
      try {
        await clientOf(params).send(command, { abortSignal: signal });
      } catch (error) {
        const isStopping =
          error instanceof Error && error.name === 'DuplicatedStopRequestException';
        if (!isStopping) {
          return failureOf(error, 'codepipeline:StopPipelineExecution', params.role_arn);
        }
      }
      const what = 'The pipeline is told to stop once what it is doing is done.';
      return { outcome: 'done', what };
    },
  };
}

/** @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_PipelineExecution.html */
function progressOf(status: string, why: string): Progress {
  const because = why && `: ${why}`;
  switch (status) {
    case 'InProgress':
      return { state: 'running', what: 'The pipeline runs.' };
    case 'Stopping':
      return { state: 'running', what: 'The pipeline is stopping.' };
    case 'Succeeded':
      return { state: 'succeeded', what: 'The pipeline succeeded.' };
    case 'Superseded':
      return { state: 'failed', what: 'A newer execution has taken its place.' };
    case 'Stopped':
    case 'Cancelled':
      return { state: 'failed', what: `The pipeline was stopped${because}` };
    default:
      return { state: 'failed', what: `The pipeline failed${because}` };
  }
}
