import { Mistake } from '../../config/mistake.ts';
import { CHECKLIST_FORM, originIn, TEXT, writtenIn } from '../checklists/form.ts';
import { changeAnswer } from '../checklists/press.ts';
import type { View } from '../registry.ts';

/** The form in which is said what was found at an item, why it is skipped, or a note. */
export const CHECKLIST_VIEW: View = {
  id: CHECKLIST_FORM,
  check: (values) => (writtenIn(values).text === '' ? { [TEXT]: 'Write a few words.' } : {}),
  channelOf: ({ view }) => originIn(view)?.channel,
  prepare: ({ checklists, asker, request }) => ({
    role: 'responder',
    async run() {
      const origin = originIn(request.view);
      if (origin === undefined) throw new Mistake('this form is not known', 'open it again');
      const wish = { kind: origin.kind, id: request.traceId, ...writtenIn(request.view.values) };
      return changeAnswer(await checklists.change(origin.run, wish, asker));
    },
  }),
};
