import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { listen } from '../listen.ts';
import { createApplicationScaling } from './application-scaling.ts';
import { createAutoScaling } from './auto-scaling.ts';
import { createEcs } from './ecs.ts';
import { answerWith, type AwsFault } from './fault.ts';
import { createLambda } from './lambda.ts';
import { createSageMaker } from './sagemaker.ts';
import {
  Refusal,
  type ActionCall,
  type AwsAnswer,
  type AwsRequest,
  type AwsService,
} from './service.ts';
import { createCodeDeploy } from './code-deploy.ts';
import { createCodePipeline } from './code-pipeline.ts';
import { createSystemsManager } from './systems-manager.ts';
import { createStepFunctions } from './step-functions.ts';

/** The parts of AWS that actions use, behind one address; each service has its state. */
export interface AwsActions {
  readonly url: string;
  readonly calls: ActionCall[];
  /** What was changed, by the operation that did. */
  readonly effects: string[];
  /** What Step Functions and SageMaker started, by its name: how it stands. */
  readonly executions: Map<string, string>;
  readonly stepFunctions: ReturnType<typeof createStepFunctions>;
  readonly lambda: ReturnType<typeof createLambda>;
  readonly sagemaker: ReturnType<typeof createSageMaker>;
  readonly ecs: ReturnType<typeof createEcs>;
  readonly ssm: ReturnType<typeof createSystemsManager>;
  readonly codeDeploy: ReturnType<typeof createCodeDeploy>;
  readonly codePipeline: ReturnType<typeof createCodePipeline>;
  readonly autoScaling: ReturnType<typeof createAutoScaling>;
  readonly applicationScaling: ReturnType<typeof createApplicationScaling>;
  /** Asked before each call; undefined lets it be answered. */
  faultOf: (call: ActionCall) => AwsFault | undefined;
  /** How often it was called, whatever came of it. */
  readonly count: (operation: string) => number;
  readonly clear: () => void;
  readonly stop: () => Promise<void>;
}

export async function startAwsActions(): Promise<AwsActions> {
  const executions = new Map<string, string>();
  const stepFunctions = createStepFunctions(executions);
  const effects: string[] = [];
  const note = (effect: string) => void effects.push(effect);
  const lambda = createLambda(note);
  const ecs = createEcs(note);
  const ssm = createSystemsManager(note);
  const codeDeploy = createCodeDeploy(note);
  const codePipeline = createCodePipeline(note);
  const autoScaling = createAutoScaling(note);
  const sagemaker = createSageMaker(executions, note);
  const applicationScaling = createApplicationScaling();
  const services: readonly AwsService[] = [
    stepFunctions,
    sagemaker,
    lambda,
    ecs,
    autoScaling,
    ssm,
    codeDeploy,
    codePipeline,
    applicationScaling,
  ];
  const { port, stop } = await listen(createServer((...both) => void serve(...both)));
  const standIn: AwsActions = {
    url: `http://127.0.0.1:${port}`,
    calls: [],
    effects,
    executions,
    stepFunctions,
    lambda,
    sagemaker,
    ecs,
    autoScaling,
    ssm,
    codeDeploy,
    codePipeline,
    applicationScaling,
    faultOf: () => undefined,
    count: (operation) => standIn.calls.filter((call) => call.operation === operation).length,
    clear() {
      standIn.calls.length = 0;
      effects.length = 0;
      standIn.faultOf = () => undefined;
      for (const service of services) service.clear();
    },
    stop,
  };
  return standIn;

  async function serve(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL(incoming.url ?? '/', 'http://aws');
    const answer = await answerTo({
      method: incoming.method ?? 'GET',
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers: incoming.headers,
      body: await text(incoming),
    });
    if (answer === undefined) return;
    const { status = 200, headers = {}, output } = answer;
    response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1', ...headers });
    response.end(typeof output === 'string' ? output : JSON.stringify(output));
  }

  async function answerTo(request: AwsRequest): Promise<AwsAnswer | undefined> {
    for (const service of services) {
      const call = service.read(request);
      if (call === undefined) continue;
      standIn.calls.push(call);
      try {
        return await answerWith(standIn.faultOf(call), () => service.answer(call, request));
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        return (service.refused ?? refusedAsJson)(error);
      }
    }
    return refusedAsJson(new Refusal('UnknownOperationException', 'no such operation', 404));
  }
}

function refusedAsJson({ status, code, message }: Refusal): AwsAnswer {
  const output = { __type: code, message, Message: message };
  return { status, headers: { 'x-amzn-errortype': code }, output };
}
