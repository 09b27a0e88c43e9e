import { Mistake } from '../../config/mistake.ts';
import { isAtLeast } from '../../alert/chat-role.ts';
import { walkerOf } from '../../runbooks/walking/at-hand.ts';
import type { WalkDeed } from '../../runbooks/walking/press.ts';
import type { Handling } from '../handling.ts';
import type { View } from '../registry.ts';
import type { ViewRequest } from '../request.ts';
import { missingIn, originOf, WALK_FORM, writtenIn, type TextForm } from '../walk/forms.ts';
import { walkPress, type PressedAt } from '../walk/press.ts';

/** What is written at the card of a walk: why a step is skipped, what failed, a note, to whom it goes. */
export const WALK_VIEW: View = {
  id: WALK_FORM,
  check: missingIn,
  channelOf: ({ view }) => originOf(view)?.channel,
  async prepare(handling) {
    const { view } = handling.request;
    const origin = originOf(view);
    if (origin === undefined) {
      throw new Mistake('this form is not one that Tocsin knows', 'open it again');
    }
    const { form, aim } = origin;
    const { text } = writtenIn(view.values);
    if (form === 'hand-over') return walkPress(aim, handling, (at) => handOver(at, handling));
    if (text === '') throw new Mistake('nothing was written', 'write a few words');
    return walkPress(aim, handling, () => deedOf(form, text));
  },
};

function deedOf(form: TextForm, text: string): WalkDeed {
  switch (form) {
    case 'done-but':
      return { kind: 'done', note: text };
    case 'answer':
      return { kind: 'done', answer: text };
    case 'skip':
      return { kind: 'skipped', note: text };
    case 'fail':
      return { kind: 'failed', note: text };
    case 'note':
      return { kind: 'noted', text };
    case 'stop':
      return { kind: 'stopped', note: text };
  }
}

/** @throws Mistake for somebody who may not walk it */
async function handOver(
  { walked: { runbook } }: PressedAt,
  { request, who }: Handling<ViewRequest>,
): Promise<WalkDeed> {
  const { person, isStep } = writtenIn(request.view.values);
  if (person === undefined) throw new Mistake('nobody was chosen', 'choose somebody');
  const asker = await who({ ...request.person, id: person, name: person });
  if (!isAtLeast(asker.role, runbook.role)) {
    const hint = `choose somebody with the role ${runbook.role}`;
    throw new Mistake(`${asker.name} may not walk this`, hint);
  }
  return { kind: isStep ? 'assigned' : 'handed-over', to: walkerOf(asker) };
}
