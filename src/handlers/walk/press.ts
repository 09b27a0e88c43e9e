import { Mistake } from '../../config/mistake.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import { walkerOf } from '../../runbooks/walking/at-hand.ts';
import type { WalkDeed } from '../../runbooks/walking/press.ts';
import {
  walkedRunbook,
  type PlacedStep,
  type WalkedRunbook,
} from '../../runbooks/walking/walked-runbook.ts';
import type { Answer } from '../answer.ts';
import type { Handling, QuickStep } from '../handling.ts';
import { readAim, type AimAt } from './aim.ts';
import { cameAnswer, goneMistake } from './came-answer.ts';

/** What somebody pressed at. */
export interface PressedAt {
  readonly aim: AimAt;
  readonly walk: Walk;
  readonly walked: WalkedRunbook;
  /** The step that the card showed; undefined where the walk was over. */
  readonly step: PlacedStep | undefined;
}

/**
 * Does something at a walk, for who has the role of its runbook.
 *
 * @param value that of the button, or of the one that opened the form
 * @param deedOf @throws Mistake for what can't be done so
 */
export async function walkPress(
  value: string | undefined,
  handling: Handling,
  deedOf: (at: PressedAt) => WalkDeed | Promise<WalkDeed>,
): Promise<QuickStep> {
  const at = await pressedAt(value, handling);
  return { role: at.walked.runbook.role, run: () => pressWalk(at, handling, deedOf) };
}

/** @throws Mistake for what is no walk's */
export async function pressedAt(
  value: string | undefined,
  { walking }: Pick<Handling, 'walking'>,
): Promise<PressedAt> {
  const aim = readAim(value);
  const walk = await walking.walks.find(aim.walk);
  if (walk === undefined) throw goneMistake();
  const walked = walkedRunbook(walk);
  return { aim, walk, walked, step: walked.steps[aim.step] };
}

async function pressWalk(
  at: PressedAt,
  { walking, request, asker }: Handling,
  deedOf: (at: PressedAt) => WalkDeed | Promise<WalkDeed>,
): Promise<Answer | undefined> {
  const { aim, walk } = at;
  const id = request.traceId;
  const isStale = walk.state !== 'open' || aim.opened !== walk.opened;
  try {
    const deed = await deedOf(at);
    return cameAnswer(await walking.press(walk.id, { id, aim, deed, by: walkerOf(asker) }));
  } catch (error) {
    // Who comes second hears who was first, not what is wrong with what they wrote.
    if (!(error instanceof Mistake) || !isStale) throw error;
    if (walk.story.some((moment) => moment.id === id)) return undefined;
    return cameAnswer({ came: { kind: walk.state === 'open' ? 'behind' : 'over' }, walk });
  }
}
