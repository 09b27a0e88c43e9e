import { digestOf } from '../config/digest.ts';
import type { Config } from '../config/load.ts';
import type { Group } from '../alert/group.ts';
import type { Outlet } from '../jobs/deliver.ts';
import { listenerOf } from '../rules/integrations.ts';
import type { Policy } from '../rules/policy.ts';
import { createAdapters, type AdapterParts } from './adapters.ts';

/** What a config makes of the worker: what it decides by, and how it reaches those it tells. */
export interface Rulebook {
  readonly digest: string;
  readonly policy: Policy;
  readonly outletOf: (group: Group, integration: string) => Outlet | undefined;
  /** Closes its connections; a delivery that is under way is finished. */
  close(): void;
}

/** @throws when an adapter can't be made, for a file that it needs */
export function createRulebook(
  parts: AdapterParts & { readonly config: Config; readonly version: string },
): Rulebook {
  const { config, policy, version } = parts;
  const adapters = createAdapters(parts);
  return {
    digest: digestOf(config, version),
    policy,
    outletOf(group, id) {
      const listener = listenerOf(group, id, policy);
      const adapter = listener && adapters.of.get(listener.integration);
      return adapter && { adapter, isFormer: listener.isFormer };
    },
    close: adapters.close,
  };
}
