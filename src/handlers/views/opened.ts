import { hash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { ModalView } from '@slack/types';
import type { WebClient } from '@slack/web-api';
import { Mistake } from '../../config/mistake.ts';
import { classifyFailure } from '../../delivery/slack/failure.ts';
import { plain } from '../../delivery/slack/message.ts';
import type { Answer } from '../answer.ts';
import type { ActionRequest } from '../request.ts';
import { TITLE_LENGTH } from './loading.ts';
import { withinLimits } from './within-limits.ts';

/** A view that a click opens is there by then, or never: what opens it lasts 3 s. In milliseconds. */
const OPENS_WITHIN = 3_000;
const LOOK_EVERY = 100;

/** The name of the view that a click opens: who fills it was not there when it was opened. */
function externalId({ id }: Pick<ActionRequest, 'id'>): string {
  return `click-${hash('sha256', id, 'hex').slice(0, 32)}`;
}

/** Opens a view for a click, at once; whether that works is seen when it is filled. */
export async function open(
  view: ModalView,
  request: Pick<ActionRequest, 'id' | 'triggerId'>,
  slack: WebClient,
): Promise<void> {
  const named = { ...view, external_id: externalId(request) };
  await slack.views.open({ trigger_id: request.triggerId, view: named }).catch(() => {});
}

/**
 * Shows something in the view that a click opened, or is opening.
 *
 * @throws Mistake where it never opened, or was closed
 */
export async function fill(
  view: ModalView,
  request: ActionRequest,
  slack: WebClient,
): Promise<void> {
  const id = externalId(request);
  for (;;) {
    try {
      await slack.views.update({
        external_id: id,
        view: withinLimits({ ...view, external_id: id }),
      });
      return;
    } catch (error) {
      const failure = classifyFailure(error);
      if (failure.kind !== 'refused' || failure.error !== 'not_found') throw error;
      if (Date.now() > request.at + OPENS_WITHIN)
        throw new Mistake('the form did not open', 'press again');
    }
    await sleep(LOOK_EVERY);
  }
}

/** A view with nothing but words. */
export function wordsView({ text, blocks }: Answer): ModalView {
  return {
    type: 'modal',
    title: plain('Tocsin', TITLE_LENGTH),
    close: plain('Close', TITLE_LENGTH),
    blocks: [...(blocks ?? [{ type: 'section', text: { type: 'mrkdwn', text } }])],
  };
}
