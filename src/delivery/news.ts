import type { NotifyReason } from '../alert/group.ts';
import type { Journal } from '../engine/ports/delivery-store.ts';
import { isRefused } from './adapter.ts';
import { newsOf, type AlertView, type DeliveryView } from './view.ts';

/** Who is told, as far as it decides what they are told. */
interface Reader {
  readonly sendResolved: boolean;
}

/** Why something is said that is not new. */
const SAID_AGAIN: ReadonlySet<string> = new Set<NotifyReason>(['repeat', 'escalated']);

/** The journal's step that sends a notification which stays as it is sent. */
export const POST = 'post';

/**
 * A notification that came too late to say anything new says nothing; nor does one of which only the
 * end is left, to a receiver that does not want to hear of ends. After an attempt that may have
 * arrived nobody knows what would be new: what there is now is said.
 */
export function hasNews(view: DeliveryView, { sendResolved }: Reader, journal: Journal): boolean {
  if (view.due === undefined || (view.firing.length === 0 && !sendResolved)) return false;
  if (isInDoubt(journal)) return true;
  const { started, ended, unsteady } = newsOf(view);
  return started.length + ended.length + unsteady.length > 0 || SAID_AGAIN.has(view.due.reason);
}

/** Whether an earlier attempt may have told somebody. */
export function isInDoubt({ [POST]: attempt }: Journal): boolean {
  return attempt !== undefined && !isRefused(attempt);
}

/** The alerts that a notification lists: all of the group's that are not forgotten yet. */
export function alertsTold(view: DeliveryView, { sendResolved }: Reader): readonly AlertView[] {
  return view.alerts.filter((one) => sendResolved || !one.resolved);
}
