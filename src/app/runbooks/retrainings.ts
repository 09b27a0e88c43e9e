import type { Config } from '../../config/load.ts';
import type { ModelConfig } from '../../config/schema/models.ts';
import { parseArn } from '../../intake/aws/arn.ts';
import { shortHash } from '../../alert/fingerprint.ts';
import type { Hook } from '../../runbooks/actions/started/webhook.ts';
import type { Retraining } from '../../runbooks/retraining/retraining.ts';

/** How the models of a config are trained again. */
export function retrainingsOf({ models }: Config): readonly Retraining[] {
  return models.flatMap((model) => {
    const { name, title = name, version, drift, retrain } = model;
    if (retrain === undefined) return [];
    const { on, cooldown, approval } = retrain;
    const known = { model: name, title, version, on, cooldown, approval };
    const where = drift.report === undefined ? {} : { channel: drift.report.channel };
    return [{ ...known, ...where, ...actionOf(model, retrain.action) }];
  });
}

/** The webhooks of a config by what they are known by: their addresses are secrets. */
export function retrainHooks({ models }: Config): ReadonlyMap<string, Hook> {
  const hooks = models.flatMap(({ retrain }) => retrain?.action.webhook ?? []);
  return new Map(
    hooks.map(({ url, secret }): [string, Hook] => [
      hookId(url, secret),
      { url, ...(secret !== '' && { secret }) },
    ]),
  );
}

function hookId(url: string, secret: string): string {
  return shortHash(`${url} ${secret}`);
}

function actionOf(
  model: ModelConfig,
  { step_functions: machine, sagemaker_pipeline: pipeline, lambda, webhook }: Action,
): Pick<Retraining, 'action' | 'params'> {
  if (machine !== undefined) {
    const region = parseArn(machine.state_machine_arn)?.region;
    return { action: 'step_functions', params: { ...machine, ...placeOf(model, machine), region } };
  }
  if (pipeline !== undefined) {
    const params = { ...pipeline, ...placeOf(model, pipeline) };
    return { action: 'sagemaker_pipeline', params };
  }
  if (lambda !== undefined) {
    return { action: 'lambda', params: { ...lambda, ...placeOf(model, lambda) } };
  }
  // The config has one of them.
  const { url = '', secret = '' } = webhook ?? {};
  const body = { model: '{model}', version: '{version}', reason: '{reason}', date: '{date}' };
  return { action: 'webhook', params: { webhook: hookId(url, secret), body } };
}

type Action = NonNullable<ModelConfig['retrain']>['action'];

interface Place {
  readonly region?: string | undefined;
  readonly role_arn?: string | undefined;
}

function placeOf(model: Place, own: Place): Place {
  const { region = model.region, role_arn = model.role_arn } = own;
  return { ...(region !== undefined && { region }), ...(role_arn !== undefined && { role_arn }) };
}
