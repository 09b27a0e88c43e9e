import type { Config } from '../../config/load.ts';
import {
  actionsAtHand,
  type ActionsAtHand,
  type AtHandParts,
} from '../../runbooks/actions/at-hand.ts';
import { ACTION_NAMES } from '../../runbooks/actions/names.ts';
import { retrainingStands } from '../../runbooks/retraining/outdated.ts';
import { createActions } from './action-clients.ts';
import { allowedActions } from './allowed-actions.ts';
import { retrainingsOf } from './retrainings.ts';

/** The actions that a config allows, and those that it asks for itself. */
export function actionsOf(
  config: Config,
  parts: Pick<AtHandParts, 'runs' | 'now' | 'hurry' | 'onDecided'>,
): ActionsAtHand {
  const retrainings = retrainingsOf(config);
  return actionsAtHand({
    ...parts,
    actionOf: createActions(config, parts.now),
    actionNames: ACTION_NAMES,
    allowed: allowedActions(config),
    elsewhere: (run) => retrainingStands(run, retrainings, parts),
  });
}
