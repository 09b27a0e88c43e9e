import { Mistake } from '../../config/mistake.ts';
import { plain } from '../../delivery/slack/message.ts';
import { escapedWithin } from '../../delivery/slack/mrkdwn.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import type { WalkPressed } from '../../runbooks/walking/at-hand.ts';
import { walkedRunbook } from '../../runbooks/walking/walked-runbook.ts';
import { walkMomentText } from '../../runbooks/walking/words.ts';
import type { Answer } from '../answer.ts';

/** What was done is seen at the card; who pressed in vain hears who was first, and where the walk is. */
export function cameAnswer(pressed: WalkPressed | undefined): Answer | undefined {
  if (pressed === undefined) throw goneMistake();
  const { came, walk } = pressed;
  switch (came.kind) {
    case 'changed':
    case 'again':
      return undefined;
    case 'behind':
      return saying(`${lastMove(walk)} ${whereText(walk)}`.trim());
    case 'over':
      return saying(`It is over: ${lastMove(walk)}`);
    case 'open':
      return saying(`It is open already. ${whereText(walk)}`);
    case 'another':
      return saying(`It is walked anew by now: ${walk.holder.name} has it. ${whereText(walk)}`);
    case 'too late':
      throw new Mistake(
        'it has been over for more than a day',
        `begin anew with /runbook ${walk.runbook}`,
      );
    case 'first':
      throw new Mistake('this is the first step', 'there is none to go back to');
    case 'full':
      throw new Mistake(
        'the story of this walk is full',
        'walk its steps, or stop it and begin anew',
      );
  }
}

function saying(said: string): Answer {
  return {
    text: escapedWithin(said, 1_000),
    blocks: [{ type: 'section', text: plain(said, 600) }],
  };
}

/** Of a walk that nobody knows. */
export function goneMistake(): Mistake {
  return new Mistake('nobody knows this walk any more', 'begin anew with /runbook');
}

const STAYS: ReadonlySet<string> = new Set([
  'noted',
  'checked',
  'asked',
  'assigned',
  'handed-over',
]);

/** The last that changed where it stands. */
function lastMove(walk: Walk): string {
  const moment = walk.story.findLast(({ kind }) => !STAYS.has(kind));
  return moment === undefined ? '' : walkMomentText(walk, moment);
}

function whereText(walk: Walk): string {
  const step = walkedRunbook(walk).steps[walk.results.length];
  if (walk.state !== 'open' || step === undefined) return '';
  return `The walk is at step ${step.index + 1}: ${step.title}.`;
}
