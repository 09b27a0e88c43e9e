import type { Config } from '../../config/load.ts';
import type { Allowed, AllowRule } from '../../runbooks/actions/allow.ts';
import type { Hook } from '../../runbooks/actions/started/webhook.ts';
import { retrainHooks } from './retrainings.ts';

/** What runbooks and automation may have done, by a config. */
export function allowedActions({ actions: { allow, limits } }: Config): Allowed {
  const rules = allow.map(
    ({ most, second_person: secondPerson, role, region, role_arn, ...rule }): AllowRule => ({
      ...rule,
      secondPerson,
      ...(most !== undefined && { most }),
      ...(role !== undefined && { role }),
      ...(region !== undefined && { region }),
      ...(role_arn !== undefined && { role_arn }),
    }),
  );
  const { per_hour: perHour, per_target_per_hour: perTarget } = limits;
  return { rules, limits: { perHour, perTarget } };
}

/** The webhooks that actions call, by their names. */
export function actionHooks(config: Config): ReadonlyMap<string, Hook> {
  const own = config.actions.webhooks.map(({ name, url, secret }): [string, Hook] => [
    name,
    { url, ...(secret !== '' && { secret }) },
  ]);
  return new Map([...retrainHooks(config), ...own]);
}
