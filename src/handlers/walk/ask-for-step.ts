import { Mistake } from '../../config/mistake.ts';
import type { ActionPart } from '../../runbooks/format/runbook.ts';
import { walkerOf } from '../../runbooks/walking/at-hand.ts';
import { inTheWayAnswer } from '../action-runs/words.ts';
import type { Answer } from '../answer.ts';
import type { Handling, QuickStep } from '../handling.ts';
import { cameAnswer } from './came-answer.ts';
import { pressedAt, type PressedAt } from './press.ts';

/** Asks for what the step has the bot do: it is told in the walk's thread, and done once somebody said yes there. */
export async function askForStep(
  value: string | undefined,
  handling: Handling,
): Promise<QuickStep> {
  const at = await pressedAt(value, handling);
  return { role: at.walked.runbook.role, run: () => ask(at, handling) };
}

async function ask(at: PressedAt, handling: Handling): Promise<Answer | undefined> {
  const { walk, aim, step } = at;
  const { actions, walking, asker, request } = handling;
  if (walk.state !== 'open' || aim.opened !== walk.opened) {
    return cameAnswer({ came: { kind: walk.state === 'open' ? 'behind' : 'over' }, walk });
  }
  const action = step?.parts.find((part): part is ActionPart => part.kind === 'action');
  if (step === undefined || action === undefined) {
    throw new Mistake('this step has no action', 'use the newest card');
  }
  if (walk.isDrill === true) {
    throw new Mistake('this is a drill', 'say what you would do with Note…, and press Done');
  }
  const { name, parameters, role, second_person: secondPerson } = action.config;
  const told = await walking.walks.told(walk.id);
  const by = walkerOf(asker);
  const { key, inTheWay } = await actions.ask({
    action: name,
    params: parameters,
    facts: walk.facts,
    role,
    secondPerson,
    subject: { ...walk.subject, walk: walk.id },
    place: told === undefined ? walk.place : { channel: told.channel, threadTs: told.threadTs },
    by,
    id: request.traceId,
    why: [`${walk.title}, step ${step.index + 1}: ${step.title}`],
  });
  if (inTheWay !== undefined) return inTheWayAnswer(inTheWay);
  const deed = { kind: 'asked', key, text: `asked for ${name}` } as const;
  return cameAnswer(await walking.press(walk.id, { id: request.traceId, aim, deed, by }));
}
