import { Mistake } from '../../config/mistake.ts';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import type { Action } from '../registry.ts';
import { previewOf } from '../views/preview.ts';
import { withinLimits } from '../views/within-limits.ts';
import { originIn, PREVIEW, silenceForm } from '../views/silence-form.ts';
import { writtenIn } from '../views/silence-written.ts';

/** Looks again at what the silence would mute that is being written. */
export const PREVIEW_BUTTON: Action = {
  id: PREVIEW,
  prepare: ({ request: { view }, bot, slack }) => ({
    role: 'responder',
    async run() {
      if (view === undefined) throw new Mistake('that button stands in a form', 'press it there');
      const written = writtenIn(view.values);
      const form = silenceForm(written, originIn(view), await previewOf(written, bot));
      try {
        await slack.views.update({ view_id: view.id, view: withinLimits(form) });
      } catch (error) {
        const failure = classifyFailure(error);
        // It was closed meanwhile: nobody waits for it.
        if (failure.kind !== 'refused' || failure.error !== 'not_found') throw error;
      }
      return undefined;
    },
  }),
};
