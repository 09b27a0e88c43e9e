import { z } from 'zod';
import { endpointOperations, sampleEndpoints, type Endpoint } from './endpoints.ts';
import { jsonService, operation, type AwsService } from './service.ts';

const PIPELINE = 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/train-churn/execution';

/** Source: SageMaker API Reference, StartPipelineExecution. */
const startPipeline = z.strictObject({
  PipelineName: z.string(),
  PipelineExecutionDisplayName: z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,81}$/u),
  ClientRequestToken: z.string().min(32).max(128),
  PipelineParameters: z.array(z.strictObject({ Name: z.string(), Value: z.string().max(1_024) })),
});
const ofPipeline = z.object({ PipelineName: z.string() });
const ofExecution = z.object({ PipelineExecutionArn: z.string() });

interface SageMaker extends AwsService {
  readonly endpoints: Map<string, Endpoint>;
  /** When its definition was changed, epoch seconds. */
  readonly pipeline: { changed: number };
}

const CHANGED = 1_767_225_600;

/**
 * @param executions of pipelines, by their display names: how they stand
 * @param note told of each effect
 */
export function createSageMaker(
  executions: Map<string, string>,
  note: (effect: string) => void,
): SageMaker {
  const endpoints = new Map(sampleEndpoints());
  const pipeline = { changed: CHANGED };
  const service = jsonService(
    'SageMaker',
    {
      ...endpointOperations(endpoints, note),
      DescribePipeline: operation(ofPipeline, ({ PipelineName }) => {
        return { PipelineName, PipelineStatus: 'Active', LastModifiedTime: pipeline.changed };
      }),
      ListPipelineExecutions: operation(ofPipeline, () => {
        const listed = [...executions].map(([name, status]) => ({
          PipelineExecutionArn: `${PIPELINE}/${name}`,
          PipelineExecutionStatus: status,
          PipelineExecutionDisplayName: name,
        }));
        return { PipelineExecutionSummaries: listed };
      }),
      StartPipelineExecution: operation(startPipeline, ({ PipelineExecutionDisplayName: name }) => {
        if (!executions.has(name)) executions.set(name, 'Executing');
        return { PipelineExecutionArn: `${PIPELINE}/${name}` };
      }),
      DescribePipelineExecution: operation(ofExecution, ({ PipelineExecutionArn: arn }) => {
        const status = executions.get(nameIn(arn));
        return { PipelineExecutionStatus: status, FailureReason: 'a step failed' };
      }),
      StopPipelineExecution: operation(ofExecution, ({ PipelineExecutionArn: arn }) => {
        executions.set(nameIn(arn), 'Stopped');
        return { PipelineExecutionArn: arn };
      }),
    },
    () => {
      executions.clear();
      pipeline.changed = CHANGED;
      endpoints.clear();
      for (const [name, one] of sampleEndpoints()) endpoints.set(name, one);
    },
  );
  return { ...service, endpoints, pipeline };
}

function nameIn(arn: string): string {
  return arn.split('/').at(-1) ?? '';
}
