import { Mistake } from '../../config/mistake.ts';
import type { Approved } from '../../runbooks/actions/approve.ts';
import type { ActionsAtHand } from '../../runbooks/actions/at-hand.ts';
import type { Changer } from '../../runbooks/actions/changes.ts';
import type { Asked } from '../../runbooks/actions/open-run.ts';
import { APPROVE, DECLINE, STOP, UNDO } from '../action-runs/buttons.ts';
import { answerOf, inTheWayAnswer, overText } from '../action-runs/words.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';
import { wordAbout } from '../words.ts';

type Press = (actions: ActionsAtHand, key: string, by: Changer) => Promise<Approved | Asked>;

const approve: Press = (actions, key, by) => actions.approve(key, by);
const decline: Press = (actions, key, by) => actions.decline(key, by);
const stop: Press = (actions, key, by) => actions.stop(key, by);
const undo: Press = (actions, key, by) => actions.undo(key, by);

/** Yes and no at what waits for that, Stop at what runs, Undo at what is done; also at messages of before. */
export const RUN_BUTTONS: readonly Action[] = [
  pressed(APPROVE, approve),
  pressed(DECLINE, decline),
  pressed(STOP, stop),
  pressed(UNDO, undo),
  pressed('retrain:approve', approve),
  pressed('retrain:decline', decline),
  pressed('retrain:stop', stop),
];

function pressed(id: string, press: Press): Action {
  return {
    id,
    async prepare({ asker, request, actions }: Handling<ActionRequest>) {
      const key = request.value ?? '';
      const role = await actions.roleFor(key);
      const by = { actor: asker.actor, name: asker.name };
      return {
        role,
        run: async () => answerTo(await press(actions, key, by), role),
      };
    },
  };
}

/** What was done is seen at the message; who pressed in vain hears why. */
function answerTo(came: Approved | Asked, role: string): Answer | undefined {
  if ('key' in came) {
    if (came.inTheWay !== undefined) return inTheWayAnswer(came.inTheWay);
    return answerOf(
      'What that would change is looked up; whether it shall be done is asked in a message of its own.',
    );
  }
  switch (came.kind) {
    case 'done':
      return undefined;
    case 'over':
      return wordAbout(overText(came.run));
    case 'own':
      throw new Mistake(
        'you asked for this yourself',
        `have somebody else with the role ${role} approve it`,
      );
    case 'unseen':
      throw new Mistake('nobody knows yet what this would change', 'press again in a moment');
    case 'changed':
      return wordAbout(
        came.again === undefined || came.again.inTheWay !== undefined
          ? 'The config has changed since: this is no longer asked.'
          : 'The config has changed since: it is asked anew, below.',
      );
    case 'gone':
      throw new Mistake('nobody knows this any more', 'ask for it again where it was asked for');
  }
}
