import { Mistake } from '../../config/mistake.ts';
import type { ActionRun } from '../../engine/ports/action-runs.ts';
import type { Changer } from '../../runbooks/actions/changes.ts';
import type { Approved } from '../../runbooks/retraining/approve.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';
import { APPROVE, DECLINE, STOP } from '../retraining/buttons.ts';
import { wordAbout } from '../words.ts';

/** Approve and Decline at what waits for that, Stop at what runs. */
export const RETRAIN_BUTTONS: readonly Action[] = [
  pressed(APPROVE, ({ retraining }, key, by) => retraining.approve(key, by)),
  pressed(DECLINE, ({ retraining }, key, by) => retraining.decline(key, by)),
  pressed(STOP, ({ retraining }, key, by) => retraining.stop(key, by)),
];

function pressed(
  id: string,
  press: (handling: Handling, key: string, by: Changer) => Promise<Approved>,
): Action {
  return {
    id,
    prepare: (handling: Handling<ActionRequest>) => ({
      role: 'operator',
      async run() {
        const { asker, request } = handling;
        const by = { actor: asker.actor, name: asker.name };
        return answerTo(await press(handling, request.value ?? '', by));
      },
    }),
  };
}

/** What was done is seen at the message; who pressed in vain hears why. */
function answerTo(came: Approved): Answer | undefined {
  switch (came.kind) {
    case 'done':
      return undefined;
    case 'over':
      return wordAbout(overText(came.run));
    case 'own':
      throw new Mistake(
        'you asked for this yourself',
        'have somebody else with the role operator approve it',
      );
    case 'changed':
      return wordAbout(
        came.again === undefined || came.again.inTheWay !== undefined
          ? 'The config has changed since: this is no longer asked.'
          : 'The config has changed since: it is asked anew, below.',
      );
    case 'gone':
      throw new Mistake('nobody knows this any more', 'ask again with /drift and the model');
  }
}

function overText({ state, story }: ActionRun): string {
  const decision = story.findLast((one) => one.by !== undefined && one.state !== 'asked');
  const who = decision?.by;
  switch (state) {
    case 'asked':
    case 'expired':
      return 'It is too late: nobody approved it in time.';
    case 'declined':
      return `${who ?? 'Somebody'} has declined it already.`;
    case 'approved':
    case 'starting':
    case 'running':
      return who === undefined ? 'It is under way already.' : `${who} was first: it is under way.`;
    default:
      return 'It is over already.';
  }
}
