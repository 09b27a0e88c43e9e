import { LambdaClient } from '@aws-sdk/client-lambda';
import { SageMakerClient } from '@aws-sdk/client-sagemaker';
import { SFNClient } from '@aws-sdk/client-sfn';
import type { Config } from '../config/load.ts';
import { reading, type Action } from '../runbooks/actions/action.ts';
import { lambda } from '../runbooks/actions/lambda.ts';
import { sagemakerPipeline } from '../runbooks/actions/sagemaker-pipeline.ts';
import { stepFunctions } from '../runbooks/actions/step-functions.ts';
import { webhook } from '../runbooks/actions/webhook.ts';
import { clientSettings } from './aws-client.ts';
import { retrainHooks } from './retrainings.ts';

/** What is done once for a key however often it is said may be said again. */
const ATTEMPTS = 3;

/** Every action there is, by its name. */
export function createActions(config: Config, now: () => number): ReadonlyMap<string, Action> {
  const hooks = retrainHooks(config);
  const actions = [
    reading(stepFunctions((place) => new SFNClient(clientSettings(place, ATTEMPTS)))),
    reading(sagemakerPipeline((place) => new SageMakerClient(clientSettings(place, ATTEMPTS)))),
    reading(
      lambda((place, patience) => {
        const settings = clientSettings(place, 1);
        const requestHandler = { ...settings.requestHandler, requestTimeout: patience };
        return new LambdaClient({ ...settings, requestHandler });
      }),
    ),
    reading(webhook((hook) => hooks.get(hook), now)),
  ];
  return new Map(actions.map((action) => [action.name, action]));
}
