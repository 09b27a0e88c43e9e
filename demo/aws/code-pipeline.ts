import { z } from 'zod';
import { jsonService, operation, Refusal, type AwsService } from './service.ts';

interface Pipeline {
  readonly version: number;
  readonly type: 'V1' | 'V2';
  readonly variables: readonly { readonly name: string; readonly defaultValue?: string }[];
  /** Stages that nothing enters now, and why. */
  readonly closed: Readonly<Record<string, string>>;
}

interface CodePipeline extends AwsService {
  readonly pipelines: Map<string, Pipeline>;
  /** By their ids, which are the tokens they were started with: how they stand. */
  readonly runs: Map<string, { status: string; summary: string }>;
  /** What each was started with. */
  readonly inputs: Readonly<Record<string, unknown>>[];
}

const ofPipeline = z.strictObject({ name: z.string() });
const list = z.strictObject({ pipelineName: z.string(), maxResults: z.int().max(100) });
const ofRun = z.strictObject({ pipelineName: z.string(), pipelineExecutionId: z.string() });
const start = z.strictObject({
  name: z.string(),
  clientRequestToken: z.string().regex(/^[a-zA-Z0-9-]{1,128}$/u),
  variables: z.array(z.strictObject({ name: z.string(), value: z.string().min(1) })).optional(),
});
const stop = ofRun.extend({ abandon: z.literal(false), reason: z.string().max(200) });

/**
 * @param note told of each effect
 * @see https://docs.aws.amazon.com/codepipeline/latest/APIReference/API_Operations.html
 */
export function createCodePipeline(note: (effect: string) => void): CodePipeline {
  const pipelines: CodePipeline['pipelines'] = new Map();
  const runs: CodePipeline['runs'] = new Map();
  const inputs: Readonly<Record<string, unknown>>[] = [];
  const service: CodePipeline = {
    pipelines,
    runs,
    inputs,
    ...jsonService(
      'CodePipeline_20150709',
      {
        GetPipeline: operation(ofPipeline, ({ name }) => {
          const { version, type, variables } = pipelineOf(name);
          return { pipeline: { name, version, pipelineType: type, variables, stages: [] } };
        }),
        GetPipelineState: operation(ofPipeline, ({ name }) => {
          const closed = Object.entries(pipelineOf(name).closed);
          const stageStates = closed.map(([stageName, disabledReason]) => ({
            stageName,
            inboundTransitionState: { enabled: false, disabledReason },
          }));
          return { pipelineName: name, stageStates };
        }),
        ListPipelineExecutions: operation(list, () => {
          const newestFirst = [...runs].toReversed();
          return {
            pipelineExecutionSummaries: newestFirst.map(([pipelineExecutionId, { status }]) => ({
              pipelineExecutionId,
              status,
            })),
          };
        }),
        StartPipelineExecution: operation(start, (input) => {
          pipelineOf(input.name);
          const { clientRequestToken: id } = input;
          if (!runs.has(id)) {
            runs.set(id, { status: 'InProgress', summary: '' });
            inputs.push(input);
            note('StartPipelineExecution');
          }
          return { pipelineExecutionId: id };
        }),
        GetPipelineExecution: operation(ofRun, ({ pipelineExecutionId: id }) => {
          const { status, summary } = runOf(id);
          return {
            pipelineExecution: { pipelineExecutionId: id, status, statusSummary: summary },
          };
        }),
        StopPipelineExecution: operation(stop, ({ pipelineExecutionId: id }) => {
          const run = runOf(id);
          if (run.status === 'Stopping') {
            throw new Refusal('DuplicatedStopRequestException', 'it is stopping');
          }
          run.status = 'Stopping';
          return { pipelineExecutionId: id };
        }),
      },
      () => {
        runs.clear();
        inputs.length = 0;
        pipelines.clear();
        const variables = [{ name: 'Stage' }, { name: 'Canary', defaultValue: '10' }];
        pipelines.set('deploy-shop', { version: 12, type: 'V2', variables, closed: {} });
      },
    ),
  };
  service.clear();
  return service;

  function pipelineOf(name: string): Pipeline {
    const found = pipelines.get(name);
    if (found === undefined) throw new Refusal('PipelineNotFoundException', `no pipeline ${name}`);
    return found;
  }

  function runOf(id: string) {
    const found = runs.get(id);
    if (found === undefined) throw new Refusal('PipelineExecutionNotFoundException', `no ${id}`);
    return found;
  }
}
