import { Mistake } from '../../config/mistake.ts';
import type { Answer } from '../answer.ts';
import type { Handling, Step } from '../handling.ts';
import { CANCEL, titleOf } from '../jobs/words.ts';
import type { Action } from '../registry.ts';
import type { ActionRequest } from '../request.ts';
import { wordAbout } from '../words.ts';

/** Cancels slow work: who asked for it may, and operators. */
export const CANCEL_BUTTON: Action = { id: CANCEL, prepare };

async function prepare(handling: Handling<ActionRequest>): Promise<Step> {
  const { request, asker, jobs } = handling;
  const { value: id = '' } = request;
  // Who asked is looked up: nothing that came with the click says who may.
  const asked = await jobs.find(id);
  if (asked === undefined) throw new Mistake('it is over already', 'there is nothing to cancel');
  const isOwn = asked.person.id === asker.id;
  return {
    role: isOwn ? 'viewer' : 'operator',
    run: () => cancelled(id, titleOf(asked), handling),
  };
}

/** That it is over is seen at its message, as soon as whoever does it hears of it. */
async function cancelled(
  id: string,
  what: string,
  { request: { traceId }, asker: { name, actor }, jobs }: Handling<ActionRequest>,
): Promise<Answer | undefined> {
  const deed = {
    actor,
    action: 'job-cancelled',
    object: what,
    details: { by: name, job: id },
  } as const;
  const isFirst = await jobs.cancel(id, name, { ...deed, traceId });
  return isFirst ? undefined : wordAbout('Somebody has cancelled it already');
}
