import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { z } from 'zod';
import { listen } from './listen.ts';

export const MACHINE = 'arn:aws:states:us-east-1:111122223333:stateMachine:train';
const PIPELINE = 'arn:aws:sagemaker:us-east-1:111122223333:pipeline/train-churn/execution';

export interface ActionCall {
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** What a call comes to in place of its answer; `lost` does it, and never answers. */
export type Fault =
  | { readonly status: number; readonly code: string; readonly message?: string }
  | 'lost';

/** The parts of Step Functions, SageMaker and Lambda that start something. Signatures are not checked. */
export interface AwsActions {
  readonly url: string;
  readonly calls: ActionCall[];
  /** What was started, by its name: how it stands. */
  readonly executions: Map<string, string>;
  /** What functions were given. */
  readonly invocations: Readonly<Record<string, unknown>>[];
  machine: { type: string; status: string };
  /** What a function answers: its error, or what it returns. */
  functionAnswer: { readonly error?: string; readonly payload: string };
  /** Asked before each call; undefined lets it be answered. */
  faultOf: (call: ActionCall) => Fault | undefined;
  readonly count: (operation: string) => number;
  readonly clear: () => void;
  readonly stop: () => Promise<void>;
}

const startExecution = z.strictObject({
  stateMachineArn: z.string(),
  name: z.string().regex(/^[\w-]{1,80}$/u),
  input: z.string(),
});
/** Source: SageMaker API Reference, StartPipelineExecution. */
const startPipeline = z.strictObject({
  PipelineName: z.string(),
  PipelineExecutionDisplayName: z.string().regex(/^[a-zA-Z0-9](-*[a-zA-Z0-9]){0,81}$/u),
  ClientRequestToken: z.string().min(32).max(128),
  PipelineParameters: z.array(z.strictObject({ Name: z.string(), Value: z.string().max(1_024) })),
});

export async function startAwsActions(): Promise<AwsActions> {
  const { port, stop } = await listen(createServer((...both) => void answer(...both)));
  const standIn: AwsActions = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    executions: new Map(),
    invocations: [],
    machine: { type: 'STANDARD', status: 'ACTIVE' },
    functionAnswer: { payload: '"trained"' },
    faultOf: () => undefined,
    count: (operation) => standIn.calls.filter((call) => call.operation === operation).length,
    clear() {
      standIn.calls.length = 0;
      standIn.invocations.length = 0;
      standIn.executions.clear();
      standIn.faultOf = () => undefined;
      standIn.machine = { type: 'STANDARD', status: 'ACTIVE' };
      standIn.functionAnswer = { payload: '"trained"' };
    },
    stop,
  };
  return standIn;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    const target = String(request.headers['x-amz-target'] ?? '');
    const operation = target.split('.')[1] ?? 'Invoke';
    const call = { operation, input: body === '' ? {} : JSON.parse(body) };
    standIn.calls.push(call);
    const fault = standIn.faultOf(call);
    if (fault === 'lost') return void outputOf(call, request);
    const found = fault ?? outputOf(call, request);
    if ('code' in found) {
      const { status, code, message = '' } = found;
      response.writeHead(status, {
        'content-type': 'application/x-amz-json-1.1',
        'x-amzn-errortype': code,
      });
      response.end(JSON.stringify({ __type: code, message, Message: message }));
      return;
    }
    const { status = 200, headers = {}, output } = found;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.0', ...headers });
    response.end(typeof output === 'string' ? output : JSON.stringify(output));
  }

  function outputOf({ operation, input }: ActionCall, request: IncomingMessage): Answer {
    const { executions, machine } = standIn;
    switch (operation) {
      case 'DescribeStateMachine':
        return {
          output: { stateMachineArn: MACHINE, name: 'train', definition: '{}', ...machine },
        };
      case 'ListExecutions': {
        const running = [...executions].filter(([, status]) => status === 'RUNNING');
        const listed = running.map(([name]) => ({ executionArn: arnOf(name), name }));
        return { output: { executions: listed } };
      }
      case 'StartExecution': {
        const { name } = startExecution.parse(input);
        if ((executions.get(name) ?? 'RUNNING') !== 'RUNNING') {
          return { status: 400, code: 'ExecutionAlreadyExists', message: `${name} exists` };
        }
        executions.set(name, 'RUNNING');
        return { output: { executionArn: arnOf(name), startDate: 1_767_225_600 } };
      }
      case 'DescribeExecution': {
        const status = executions.get(lastOf(input['executionArn']));
        if (status === undefined) {
          return { status: 400, code: 'ExecutionDoesNotExist', message: 'no such execution' };
        }
        const failed = status === 'FAILED' ? { error: 'OutOfMemory', cause: 'too many rows' } : {};
        return { output: { executionArn: input['executionArn'], status, ...failed } };
      }
      case 'StopExecution':
        executions.set(lastOf(input['executionArn']), 'ABORTED');
        return { output: { stopDate: 1_767_225_600 } };
      case 'DescribePipeline':
        return { output: { PipelineName: input['PipelineName'], PipelineStatus: 'Active' } };
      case 'ListPipelineExecutions': {
        const listed = [...executions].map(([name, status]) => ({
          PipelineExecutionArn: `${PIPELINE}/${name}`,
          PipelineExecutionStatus: status,
          PipelineExecutionDisplayName: name,
        }));
        return { output: { PipelineExecutionSummaries: listed } };
      }
      case 'StartPipelineExecution': {
        const { PipelineExecutionDisplayName: name } = startPipeline.parse(input);
        if (!executions.has(name)) executions.set(name, 'Executing');
        return { output: { PipelineExecutionArn: `${PIPELINE}/${name}` } };
      }
      case 'DescribePipelineExecution': {
        const status = executions.get(lastOf(input['PipelineExecutionArn']));
        return { output: { PipelineExecutionStatus: status, FailureReason: 'a step failed' } };
      }
      case 'StopPipelineExecution':
        executions.set(lastOf(input['PipelineExecutionArn']), 'Stopped');
        return { output: { PipelineExecutionArn: input['PipelineExecutionArn'] } };
      default:
        return invoked(input, String(request.headers['x-amz-invocation-type']));
    }
  }

  function invoked(input: ActionCall['input'], type: string): Answer {
    if (type === 'DryRun') return { status: 204, output: '' };
    standIn.invocations.push(input);
    if (type === 'Event') return { status: 202, output: '' };
    const { error, payload } = standIn.functionAnswer;
    return {
      output: payload,
      headers: error === undefined ? {} : { 'x-amz-function-error': error },
    };
  }
}

type Answer =
  | Exclude<Fault, 'lost'>
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string>>;
      readonly output: unknown;
    };

function arnOf(name: string): string {
  return `${MACHINE.replace('stateMachine', 'execution')}:${name}`;
}

function lastOf(arn: unknown): string {
  return String(arn).split(/[:/]/u).at(-1) ?? '';
}
