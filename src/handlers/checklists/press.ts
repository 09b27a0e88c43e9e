import { Mistake } from '../../config/mistake.ts';
import { date } from '../../delivery/slack/mrkdwn.ts';
import type { ItemState } from '../../engine/ports/checklist-runs.ts';
import type { Changed } from '../../runbooks/checklists/at-hand.ts';
import type { Answer } from '../answer.ts';
import type { Handling } from '../handling.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';
import { loading } from '../views/loading.ts';
import { fill } from '../views/opened.ts';
import { wordAbout } from '../words.ts';
import { checklistForm, FORMS, type FormKind } from './form.ts';
import { FOUND, NOTE, readItemValue, SKIP, TICK, UNTICK } from './ids.ts';

/** The buttons of a checklist: Done and Undo at its items, and those that open a form. */
export const CHECKLIST_BUTTONS: readonly Action[] = [
  ticking(TICK, 'tick'),
  ticking(UNTICK, 'untick'),
  opening(FOUND, 'found'),
  opening(SKIP, 'skip'),
  opening(NOTE, 'note'),
];

function ticking(id: string, kind: 'tick' | 'untick'): Action {
  return {
    id,
    prepare: ({ checklists, asker, request }: Handling<ActionRequest>) => ({
      role: 'responder',
      async run() {
        const value = readItemValue(request.value);
        if (value === undefined) throw unknownButton();
        return changeAnswer(await checklists.change(value.id, { kind, item: value.item }, asker));
      },
    }),
  };
}

/** A form about one of the items that are still open, or for what was found about any of them. */
function opening(id: string, kind: FormKind): Action {
  return {
    id,
    opens: () => loading(FORMS[kind].title),
    prepare: (handling: Handling<ActionRequest>) => ({
      role: 'responder',
      async run() {
        const { checklists, request, slack } = handling;
        const run = await checklists.runs.find(request.value ?? '');
        if (run === undefined) throw unknownButton();
        if (run.closedAt !== undefined) return changeAnswer({ kind: 'late', run });
        const origin = { run: run.id, kind, channel: request.channelId ?? '' };
        const form = checklistForm(run, origin);
        if (form === undefined) return wordAbout('Every item is done already, or was skipped.');
        await fill(form, request, slack);
        return undefined;
      },
    }),
  };
}

/** What was done is seen at the message; who pressed in vain hears why. */
export function changeAnswer(came: Changed): Answer | undefined {
  switch (came.kind) {
    case 'done':
    case 'again':
      return undefined;
    case 'already':
      return already(came.state);
    case 'late': {
      const { closedAt = 0, title } = came.run;
      return wordAbout(`${title} is closed: nothing was changed.`, `Since ${date(closedAt)}.`);
    }
    case 'unknown':
    case 'gone':
      throw unknownButton();
  }
}

function already(state: ItemState | undefined): Answer {
  if (state === undefined) return wordAbout('It is open already.');
  const { kind, name, at } = state;
  const what = kind === 'done' ? `${name} has looked at it already.` : `${name} has skipped it.`;
  return wordAbout(what, date(at, '{date_short_pretty} at {time}'));
}

function unknownButton(): Mistake {
  return new Mistake(
    'nobody knows this checklist any more',
    'post one with /checklist and its name',
  );
}
