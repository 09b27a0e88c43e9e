import type { Config } from '../../config/load.ts';
import { reading, type Action, type FindAction } from '../../runbooks/actions/action.ts';
import type { ActionName } from '../../runbooks/actions/names.ts';
import { clientSettings } from '../aws-client.ts';
import { actionHooks } from './allowed-actions.ts';

/** What is done once for a key however often it is said may be said again. */
const ATTEMPTS = 3;

/** Every action there is. Each is loaded when it is first asked for: the clients of AWS take 30 MB each. */
export function createActions(config: Config, now: () => number): FindAction {
  const all: Readonly<Record<ActionName, () => Promise<Action>>> = {
    step_functions: loadStepFunctions,
    sagemaker_pipeline: loadSageMakerPipeline,
    lambda: loadLambda,
    lambda_concurrency: loadLambdaConcurrency,
    lambda_memory: loadLambdaMemory,
    lambda_rollback: loadLambdaRollback,
    webhook: () => loadWebhook(config, now),
    codedeploy_rollback: () => loadCodeDeployRollback(now),
    ecs_capacity: loadEcsCapacity,
    ecs_rollback: loadEcsRollback,
    autoscaling_capacity: loadAutoscalingCapacity,
    lambda_traffic: loadLambdaTraffic,
    sagemaker_traffic: loadSageMakerTraffic,
    feature_flag: loadFeatureFlag,
    ssm_automation: loadSsmAutomation,
    codepipeline: loadCodePipeline,
  };
  const loaders = new Map<string, () => Promise<Action>>(Object.entries(all));
  const loaded = new Map<string, Promise<Action>>();
  return async (name) => {
    const load = loaders.get(name);
    if (load === undefined) return undefined;
    const action = loaded.get(name) ?? load();
    loaded.set(name, action);
    return action;
  };
}

async function loadStepFunctions(): Promise<Action> {
  const { SFNClient } = await import('@aws-sdk/client-sfn');
  const { stepFunctions } = await import('../../runbooks/actions/started/step-functions.ts');
  return reading(
    stepFunctions((place, attempts = ATTEMPTS) => new SFNClient(clientSettings(place, attempts))),
  );
}

async function loadSageMakerPipeline(): Promise<Action> {
  const { SageMakerClient } = await import('@aws-sdk/client-sagemaker');
  const { sagemakerPipeline } =
    await import('../../runbooks/actions/sagemaker/sagemaker-pipeline.ts');
  return reading(
    sagemakerPipeline((place) => new SageMakerClient(clientSettings(place, ATTEMPTS))),
  );
}

async function loadLambda(): Promise<Action> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const { lambda } = await import('../../runbooks/actions/lambda/lambda.ts');
  return reading(
    lambda((place, patience) => {
      const settings = clientSettings(place, 1);
      const requestHandler = { ...settings.requestHandler, requestTimeout: patience };
      return new LambdaClient({ ...settings, requestHandler });
    }),
  );
}

async function loadLambdaConcurrency(): Promise<Action> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const { lambdaConcurrency } =
    await import('../../runbooks/actions/lambda/concurrency/lambda-concurrency.ts');
  return reading(
    lambdaConcurrency(
      (place, attempts = ATTEMPTS) => new LambdaClient(clientSettings(place, attempts)),
    ),
  );
}

async function loadLambdaMemory(): Promise<Action> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const { lambdaMemory } = await import('../../runbooks/actions/lambda/lambda-memory.ts');
  return reading(lambdaMemory((place) => new LambdaClient(clientSettings(place, ATTEMPTS))));
}

async function loadLambdaRollback(): Promise<Action> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const { lambdaRollback } = await import('../../runbooks/actions/lambda/lambda-rollback.ts');
  return reading(lambdaRollback((place) => new LambdaClient(clientSettings(place, ATTEMPTS))));
}

async function loadWebhook(config: Config, now: () => number): Promise<Action> {
  const hooks = actionHooks(config);
  const { webhook } = await import('../../runbooks/actions/started/webhook.ts');
  return reading(webhook((hook) => hooks.get(hook), now));
}

async function loadCodeDeployRollback(now: () => number): Promise<Action> {
  const { CodeDeployClient } = await import('@aws-sdk/client-codedeploy');
  const { codedeployRollback } =
    await import('../../runbooks/actions/codedeploy/codedeploy-rollback.ts');
  return reading(
    codedeployRollback(
      (place, attempts = ATTEMPTS) => new CodeDeployClient(clientSettings(place, attempts)),
      now,
    ),
  );
}

async function loadEcsRollback(): Promise<Action> {
  const { ECSClient } = await import('@aws-sdk/client-ecs');
  const { ecsRollback } = await import('../../runbooks/actions/ecs/ecs-rollback.ts');
  return reading(
    ecsRollback((place, attempts = ATTEMPTS) => new ECSClient(clientSettings(place, attempts))),
  );
}

async function loadEcsCapacity(): Promise<Action> {
  const { ECSClient } = await import('@aws-sdk/client-ecs');
  const scaling = await import('@aws-sdk/client-application-auto-scaling');
  const { ecsCapacity } = await import('../../runbooks/actions/ecs/ecs-capacity.ts');
  return reading(
    ecsCapacity({
      ecs: (place, attempts = ATTEMPTS) => new ECSClient(clientSettings(place, attempts)),
      scaling: (place) => new scaling.ApplicationAutoScalingClient(clientSettings(place, ATTEMPTS)),
    }),
  );
}

async function loadAutoscalingCapacity(): Promise<Action> {
  const { AutoScalingClient } = await import('@aws-sdk/client-auto-scaling');
  const { autoscalingCapacity } =
    await import('../../runbooks/actions/auto-scaling/autoscaling-capacity.ts');
  return reading(
    autoscalingCapacity(
      (place, attempts = ATTEMPTS) => new AutoScalingClient(clientSettings(place, attempts)),
    ),
  );
}

async function loadLambdaTraffic(): Promise<Action> {
  const { LambdaClient } = await import('@aws-sdk/client-lambda');
  const { lambdaTraffic } = await import('../../runbooks/actions/lambda/lambda-traffic.ts');
  return reading(
    lambdaTraffic(
      (place, attempts = ATTEMPTS) => new LambdaClient(clientSettings(place, attempts)),
    ),
  );
}

async function loadSageMakerTraffic(): Promise<Action> {
  const { SageMakerClient } = await import('@aws-sdk/client-sagemaker');
  const { sagemakerTraffic } =
    await import('../../runbooks/actions/sagemaker/sagemaker-traffic.ts');
  return reading(
    sagemakerTraffic(
      (place, attempts = ATTEMPTS) => new SageMakerClient(clientSettings(place, attempts)),
    ),
  );
}

async function loadFeatureFlag(): Promise<Action> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  const { featureFlag } = await import('../../runbooks/actions/systems-manager/feature-flag.ts');
  return reading(
    featureFlag((place, attempts = ATTEMPTS) => new SSMClient(clientSettings(place, attempts))),
  );
}

async function loadSsmAutomation(): Promise<Action> {
  const { SSMClient } = await import('@aws-sdk/client-ssm');
  const { ssmAutomation } =
    await import('../../runbooks/actions/systems-manager/ssm-automation.ts');
  return reading(ssmAutomation((place) => new SSMClient(clientSettings(place, ATTEMPTS))));
}

async function loadCodePipeline(): Promise<Action> {
  const { CodePipelineClient } = await import('@aws-sdk/client-codepipeline');
  const { codepipeline } = await import('../../runbooks/actions/started/codepipeline.ts');
  return reading(codepipeline((place) => new CodePipelineClient(clientSettings(place, ATTEMPTS))));
}
