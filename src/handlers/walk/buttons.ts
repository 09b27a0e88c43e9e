import type { ActionsBlock, Button, PlainTextOption, StaticSelect } from '@slack/types';
import { plain } from '../../delivery/slack/message.ts';
import type { Walk } from '../../engine/ports/walks.ts';
import type { QuestionPart } from '../../runbooks/format/runbook.ts';
import type { PlacedStep } from '../../runbooks/walking/walked-runbook.ts';
import { aimValue } from './aim.ts';

export const DONE = 'walk:done';
/** Done all the same: it opens a form that asks why. */
export const DONE_BUT = 'walk:done-but';
export const ANSWER = 'walk:answer';
export const CHOOSE = 'walk:choose';
/** Each button of a block has an id of its own. */
export const CHOICES = [0, 1, 2, 3, 4].map((index) => `walk:choice-${index}`);
export const SKIP = 'walk:skip';
export const FAIL = 'walk:fail';
export const CHECK = 'walk:check';
export const DO = 'walk:do';
export const WHOLE = 'walk:whole';
export const MORE = 'walk:more';
export const REOPEN = 'walk:reopen';

/** What the menu has. */
export const BACK = 'back';
export const NOTE = 'note';
export const HAND_OVER = 'hand-over';
export const STOP = 'stop';

/** What can be pressed at the step that a walk stands at. @param canDo whether the bot can do its action */
export function stepButtons(
  walk: Walk,
  step: PlacedStep,
  { isCut, canDo }: { readonly isCut: boolean; readonly canDo: boolean },
): readonly ActionsBlock[] {
  const value = aimValue(walk);
  const asking = step.parts.find((part) => part.kind === 'question');
  const own = asking === undefined ? [] : answerElements(walk, asking);
  const rest: ActionsBlock['elements'] = [
    ...(own.length === 0 ? doneElements(walk, step, canDo) : []),
    button(SKIP, 'Skip…', value),
    button(FAIL, 'Failed…', value),
    ...(isCut ? [button(WHOLE, 'Whole step', value)] : []),
    moreMenu(walk),
  ];
  return [
    ...(own.length === 0 ? [] : [{ type: 'actions' as const, elements: own }]),
    { type: 'actions', elements: rest },
  ];
}

/** Opens a walk again that is over. */
export function reopenButtons(walk: Walk): readonly ActionsBlock[] {
  return [{ type: 'actions', elements: [button(REOPEN, 'Open again', aimValue(walk))] }];
}

function doneElements(walk: Walk, step: PlacedStep, canDo: boolean): Button[] {
  const value = aimValue(walk);
  if (step.kind === 'check') {
    const passes = walk.checks.find((one) => one.step === step.index)?.passes === true;
    const done = passes ? button(DONE, 'Done', value, 'primary') : button(DONE_BUT, 'Done…', value);
    const check = button(CHECK, passes ? 'Check again' : 'Run check', value);
    return passes ? [done, check] : [{ ...check, style: 'primary' }, done];
  }
  const done = button(DONE, 'Done', value, 'primary');
  return step.kind === 'action' && canDo ? [button(DO, 'Do it…', value), done] : [done];
}

function answerElements(walk: Walk, { config }: QuestionPart): ActionsBlock['elements'] {
  const { choices } = config;
  if (choices.length === 0) {
    return [button(ANSWER, 'Answer…', aimValue(walk), 'primary')];
  }
  const fits = choices.length <= CHOICES.length && choices.every((one) => one.length <= 75);
  if (fits) {
    return choices.map((choice, index) =>
      button(CHOICES[index] ?? CHOOSE, choice, aimValue(walk, String(index))),
    );
  }
  const options = choices.map((choice, index): PlainTextOption => {
    return { text: plain(choice, 75), value: aimValue(walk, String(index)) };
  });
  const select: StaticSelect = {
    type: 'static_select',
    action_id: CHOOSE,
    placeholder: plain('Answer', 150),
    options,
  };
  return [select];
}

function moreMenu(walk: Walk): ActionsBlock['elements'][number] {
  const option = (which: string, text: string): PlainTextOption => {
    return { text: plain(text, 75), value: aimValue(walk, which) };
  };
  return {
    type: 'overflow',
    action_id: MORE,
    options: [
      ...(walk.results.length === 0 ? [] : [option(BACK, 'Back to the step before')]),
      option(NOTE, 'Note…'),
      option(HAND_OVER, 'Hand over…'),
      option(STOP, 'Stop the walk…'),
    ],
  };
}

function button(id: string, text: string, value: string, style?: 'primary'): Button {
  return {
    type: 'button',
    action_id: id,
    value,
    text: plain(text, 75),
    ...(style !== undefined && { style }),
  };
}
