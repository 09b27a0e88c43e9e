import { Mistake } from '../../config/mistake.ts';
import { runCheck } from '../../runbooks/checks/run-check.ts';
import { checkLines, verdictText } from '../../runbooks/checks/words.ts';
import type { CheckPart, QuestionPart } from '../../runbooks/format/runbook.ts';
import type { WalkDeed } from '../../runbooks/walking/press.ts';
import { splitWords } from '../commands/words.ts';
import type { Handling } from '../handling.ts';
import type { Action } from '../registry.ts';
import { loading } from '../views/loading.ts';
import { readAim } from '../walk/aim.ts';
import {
  BACK,
  CHECK,
  CHOICES,
  DO,
  CHOOSE,
  DONE,
  DONE_BUT,
  HAND_OVER,
  MORE,
  NOTE,
  REOPEN,
  SKIP,
  STOP,
  FAIL,
  ANSWER,
  WHOLE,
} from '../walk/buttons.ts';
import { handOverForm, textForm, type TextForm } from '../walk/forms.ts';
import { pressedAt, walkPress, type PressedAt } from '../walk/press.ts';
import { askForStep } from '../walk/ask-for-step.ts';
import { beginWalk } from '../walk/begin.ts';
import { JOIN } from '../walk/group-runbooks.ts';
import { READ } from '../walk/read-button.ts';
import { readWanted, walkedFor } from '../walk/runbook-wanted.ts';
import { shownRunbook } from '../walk/shown-runbook.ts';
import { START } from '../walk/start-button.ts';
import { showWhole } from '../walk/whole-step.ts';

/** What is pressed at the card of a walk. */
export const WALK_BUTTONS: readonly Action[] = [
  {
    id: START,
    prepare(handling) {
      const wanted = readWanted(splitWords(handling.request.value ?? ''), handling);
      return {
        role: wanted.runbook.runbook.role,
        run: async () => beginWalk(wanted.runbook, await walkedFor(wanted, handling), handling),
      };
    },
  },
  {
    id: READ,
    prepare(handling) {
      const wanted = readWanted(splitWords(handling.request.value ?? ''), handling);
      const read = async () => {
        return shownRunbook(wanted.runbook.runbook, await walkedFor(wanted, handling));
      };
      return { role: 'viewer', run: read };
    },
  },
  // It opens an address, and there is nothing to be done here.
  { id: JOIN, prepare: () => ({ role: 'viewer', run: async () => undefined }) },
  pressing(DONE, doneDeed),
  ...CHOICES.map((id) => pressing(id, chosenDeed)),
  pressing(CHOOSE, chosenDeed),
  pressing(REOPEN, () => ({ kind: 'reopened' })),
  opening(DONE_BUT, 'done-but'),
  opening(ANSWER, 'answer'),
  opening(SKIP, 'skip'),
  opening(FAIL, 'fail'),
  {
    id: CHECK,
    prepare: (handling) =>
      walkPress(handling.request.value, handling, (at) => checked(at, handling)),
  },
  { id: DO, prepare: (handling) => askForStep(handling.request.value, handling) },
  {
    id: WHOLE,
    opens: () => loading('Whole step'),
    prepare: async (handling) =>
      showWhole(await pressedAt(handling.request.value, handling), handling),
  },
  {
    id: MORE,
    opens({ value, channelId }) {
      const which = value?.split(' ').at(-1);
      const origin = originOf(value, channelId);
      if (which === NOTE) return textForm({ ...origin, form: 'note' });
      if (which === STOP) return textForm({ ...origin, form: 'stop' });
      return which === HAND_OVER ? handOverForm({ ...origin, form: 'hand-over' }) : undefined;
    },
    prepare(handling) {
      const { value } = handling.request;
      if (readAim(value).which === BACK)
        return walkPress(value, handling, () => ({ kind: 'back' }));
      return mayPress(value, handling);
    },
  },
];

function pressing(id: string, deedOf: (at: PressedAt) => WalkDeed): Action {
  return {
    id,
    prepare: (handling) => walkPress(handling.request.value, handling, deedOf),
  };
}

/** A button that opens a form; what is done by it is done when the form comes back. */
function opening(id: string, form: TextForm): Action {
  return {
    id,
    opens: ({ value, channelId }) => textForm({ ...originOf(value, channelId), form }),
    prepare: (handling) => mayPress(handling.request.value, handling),
  };
}

/** Whoever may not is told so in the form, before they have written anything. */
async function mayPress(value: string | undefined, handling: Parameters<Action['prepare']>[0]) {
  const { walked } = await pressedAt(value, handling);
  return { role: walked.runbook.role, run: async () => undefined };
}

function originOf(value = '', channel: string | undefined) {
  return { aim: value, ...(channel !== undefined && { channel }) };
}

/** @throws Mistake where more is asked than that it is done */
function doneDeed({ walk, step }: PressedAt): WalkDeed {
  if (step?.kind === 'question') throw new Mistake('this step asks something', 'choose an answer');
  const found = walk.checks.find((one) => one.step === step?.index);
  if (step?.kind === 'check' && found?.passes !== true) {
    throw new Mistake(
      'the check does not say so',
      'press Done… at the newest card and say how you know',
    );
  }
  return { kind: 'done' };
}

/** @throws Mistake for a choice that there is not */
function chosenDeed({ aim, step }: PressedAt): WalkDeed {
  const question = step?.parts.find((part): part is QuestionPart => part.kind === 'question');
  const answer = question?.config.choices[Number(aim.which)];
  if (answer === undefined) throw new Mistake('there is no such choice', 'use the newest card');
  return { kind: 'done', answer };
}

/** What the step's check says now. @throws Mistake where it has none */
async function checked(
  { walk, step }: PressedAt,
  { metrics, bot }: Pick<Handling, 'metrics' | 'bot'>,
): Promise<WalkDeed> {
  const check = step?.parts.find((part): part is CheckPart => part.kind === 'check');
  if (check === undefined) throw new Mistake('this step has no check', 'use the newest card');
  const result = await runCheck(check.config, { facts: walk.facts, metrics, now: bot.now() });
  const { passes } = result;
  return {
    kind: 'checked',
    words: [verdictText(result), ...checkLines(result)],
    ...(passes !== undefined && { passes }),
  };
}
